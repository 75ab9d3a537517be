import { BY_TEST, sampleFields } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { byHandSuite, type ByHandWords, scheduleByHand } from '../testing/by-hand-suite.ts';
import { recordedByHandSuite } from '../testing/recorded-by-hand-suite.ts';
import { sqliteSubject } from '../testing/sqlite-subject.ts';

describe('SQL by hand', () => {
  const hand = scheduleByHand(async () => {
    const { backend, byHand, close } = await sqliteSubject();
    return { backend, run: (sql) => byHand.run(sql), close };
  });

  const words: ByHandWords = {
    true: '1',
    false: '0',
    spell: (epochMs) => {
      const iso = new Date(epochMs).toISOString();
      return [`'${iso.replace('Z', '+00:00')}'`, `'${iso.slice(0, 19).replace('T', ' ')}'`];
    },
    nonsense: [
      [`"interval_value" = 'soon'`, 'intervalValue'],
      [`"interval_value" = 1.5`, 'intervalValue'],
      [`"interval_value" = 9e999`, 'intervalValue'],
      [`"interval_value" = -9223372036854775808`, 'intervalValue'],
      [`"enabled" = 'maybe'`, 'enabled'],
      [`"coalesce" = 2`, 'coalesce'],
      [`"params" = '{"broken'`, 'params'],
      [`"params" = ''`, 'params'],
      [`"note" = printf('%.501c', 'n')`, 'note'],
      [`"paused_until" = 'tomorrow'`, 'pausedUntil'],
      [`"anchor_at" = 'yesterday'`, 'anchorAt'],
      [`"effective_from" = ''`, 'effectiveFrom'],
    ],
    repairable: `"timezone" = 'Mars/Olympus', "anchor_at" = 'yesterday'`,
  };
  byHandSuite(hand, words);
  recordedByHandSuite(hand, words);

  describe('that writes nonsense', () => {
    it('in a BLOB damages that row and no other', async () => {
      await hand.schedules.create(sampleFields({ jobKey: 'sound' }), BY_TEST);
      await hand.update(`"params" = x'00ff'`);
      const { changed } = await hand.schedules.readChanges(null);
      expect(changed.filter((row) => row.isDamaged)).toHaveLength(1);
      expect(changed).toHaveLength(2);
    });
  });
});
