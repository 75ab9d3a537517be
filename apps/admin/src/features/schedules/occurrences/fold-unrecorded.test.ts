import { describe, expect, it } from 'vitest';
import { foldUnrecorded } from './fold-unrecorded.ts';
import { sampleOccurrence } from './sample-occurrence.ts';

const at = (minute: number) => `2026-01-31T08:0${minute}:00.000Z`;
const unrecorded = (minute: number, reason: 'log-policy' | 'pruned' = 'log-policy') =>
  sampleOccurrence({ scheduledAt: at(minute), lastAt: at(minute), fate: 'unrecorded', reason });

describe('occurrences without a record', () => {
  it('are one entry while they follow one another', () => {
    const ran = sampleOccurrence({ scheduledAt: at(3) });
    const folded = foldUnrecorded([unrecorded(0), unrecorded(1), unrecorded(2), ran, unrecorded(4)]);
    expect(folded).toEqual([{ ...unrecorded(0), lastAt: at(2), count: 3 }, ran, unrecorded(4)]);
  });

  it('stay apart when the reason differs, or the clock moved one of them', () => {
    const clockChange = { from: '', to: '', localTimes: [], count: 1 };
    const items = [unrecorded(0, 'pruned'), unrecorded(1), { ...unrecorded(2), clockChange }];
    expect(foldUnrecorded(items)).toEqual(items);
  });
});
