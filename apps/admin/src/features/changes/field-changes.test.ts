import { describe, expect, it } from 'vitest';
import { fieldChanges, rowFacts } from './field-changes.ts';

const words = (before: object, after: object, zone = 'UTC') =>
  fieldChanges({ before: { ...before }, after: { ...after } }, zone).map(
    (one) => `${one.label}: ${one.before} → ${one.after}`,
  );

describe('the fields of a change', () => {
  it('have the names and the values of the form', () => {
    expect(words({ maxRetries: 0 }, { maxRetries: 3 })).toEqual(['Retries after a failure: 0 → 3']);
    expect(words({ enabled: true }, { enabled: false })).toEqual(['Enabled: on → off']);
    expect(words({ logPolicy: 'none' }, { logPolicy: 'all' })).toEqual(['Log policy: None → All']);
    expect(words({ note: null }, { note: 'ask Ada' })).toEqual(['Note: none → ask Ada']);
    expect(words({ misfireGraceTime: 60 }, { misfireGraceTime: null })).toEqual([
      'Start at most … seconds late: 60 → no limit',
    ]);
    expect(words({ params: {} }, { params: { to: 'x' } })).toEqual(['Parameters (JSON): {} → {"to":"x"}']);
    expect(words({ blackouts: null }, { blackouts: ['nights', 'year end'] })).toEqual([
      'Blackout windows: none → nights, year end',
    ]);
  });

  it('say times with their zone', () => {
    expect(
      words({ pausedUntil: null }, { pausedUntil: '2026-01-31T08:30:00.000Z' }, 'Europe/Berlin'),
    ).toEqual(['Paused until: not paused → Sat, 31 Jan 2026, 09:30:00 GMT+1']);
  });

  it('leave out what follows from others, unless nothing else changed', () => {
    const anchors = [{ anchorAt: '2026-01-31T08:30:00.000Z' }, { anchorAt: '2026-01-31T09:00:00.000Z' }];
    expect(words({ intervalValue: 1, ...anchors[0] }, { intervalValue: 2, ...anchors[1] })).toEqual([
      'Every: 1 → 2',
    ]);
    expect(words({ ...anchors[0] }, { ...anchors[1] })).toHaveLength(1);
  });

  it('name the single occurrences that were added or withdrawn', () => {
    const skip = { kind: 'skip', id: 's', at: '2026-01-31T08:30:00.000Z', reason: 'holiday' };
    const move = { kind: 'move', id: 'm', at: '2026-02-01T08:30:00.000Z', to: '2026-02-01T09:00:00.000Z' };
    expect(words({ exceptions: null }, { exceptions: [skip] })).toEqual([
      'Single runs: as planned → skip Sat, 31 Jan 2026, 08:30:00 UTC (holiday)',
    ]);
    expect(words({ exceptions: [skip, { ...move, reason: null }] }, { exceptions: [skip] })).toEqual([
      'Single runs: move Sun, 1 Feb 2026, 08:30:00 UTC to Sun, 1 Feb 2026, 09:00:00 UTC → as planned',
    ]);
    expect(words({ exceptions: 'x' }, { exceptions: [null] })).toEqual([]);
  });

  it('show what is invisible, and cut what is long', () => {
    const [line = ''] = words({ note: null }, { note: `\u202e${'x'.repeat(400)}` });
    expect(line).toContain(String.raw`\u202e`);
    expect(line.length).toBeLessThan(330);
  });
});

describe('a recorded row', () => {
  const row = {
    triggerType: 'interval',
    intervalValue: 10,
    intervalUnit: 'minutes',
    cronHour: '*',
    maxRetries: 0,
  };

  it('lists its settings, without those of the other kind of trigger', () => {
    expect(rowFacts({ id: 'x', ...row }, 'UTC')).toEqual([
      ['Trigger', 'Every …'],
      ['Every', '10'],
      ['Unit', 'minutes'],
      ['Retries after a failure', '0'],
    ]);
  });
});
