import { describe, expect, it } from 'vitest';
import { triggerOf } from '@zenpulse/core/domain';
import { sampleFields } from '@zenpulse/core/testing';
import { isOccurrence, occurrencesOf } from './expander.ts';
import { Random } from './random.ts';
import { planOf } from './scenario.ts';

const HOUR = 3_600_000;

describe('the expander', () => {
  it('agrees with the product, of which it knows nothing, on every rule that scenarios use', () => {
    let compared = 0;
    for (let seed = 1; seed <= 300; seed += 1) {
      const { schedules, startAt } = planOf(seed, new Random(seed));
      for (const rule of schedules) {
        const anchorAt = Math.floor(startAt / 1_000) * 1_000;
        const regime = {
          scheduleId: 's',
          edit: 0,
          revision: 1,
          rule,
          anchorAt,
          effectiveFrom: startAt,
          beganAt: 0,
          endedAt: null,
        };
        const trigger = triggerOf({ ...sampleFields(), ...rule, anchorAt });
        const expected: number[] = [];
        for (let at = trigger.next(startAt); at !== null && at <= startAt + HOUR; at = trigger.next(at)) {
          expected.push(at);
        }
        expect(occurrencesOf(regime, startAt + HOUR)).toEqual(expected);
        for (const at of expected.slice(0, 5)) {
          expect([isOccurrence(regime, at), isOccurrence(regime, at + 1)]).toEqual([true, false]);
        }
        compared += expected.length;
      }
    }
    expect(compared).toBeGreaterThan(100_000);
  });
});
