import type { OccurrenceDto } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { sampleOccurrence } from '../occurrences/sample-occurrence.ts';
import { comingRows } from './coming-rows.ts';

const at = (hour: number) => `2026-12-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const now = Date.parse(at(8));
const due = (hour: number, other: Partial<OccurrenceDto> = {}) =>
  sampleOccurrence({ fate: 'pending', scheduledAt: at(hour), lastAt: at(hour), ...other });
const shown = (rows: ReturnType<typeof comingRows>) =>
  rows.map((row) => `${row.at.slice(11, 13)} ${row.kind} ${row.change?.id ?? '-'}`);

describe('the next runs', () => {
  it('are those to come, with what was skipped, moved and planned, in order', () => {
    const rows = comingRows(
      [due(7), due(9), due(10, { fate: 'not-in-effect', reason: 'skipped-by-hand' }), due(12), due(13)],
      [
        { kind: 'skip', id: 's', at: at(10), reason: null },
        { kind: 'move', id: 'm', at: at(12), to: at(11), reason: 'early' },
        { kind: 'run', id: 'r', at: at(14), reason: null },
      ],
      now,
    );
    expect(shown(rows)).toEqual([
      '09 due -',
      '10 skipped s',
      '11 moved-here m',
      '12 moved-away m',
      '13 due -',
      '14 planned r',
    ]);
  });

  it('leave out what is over, and pauses', () => {
    const rows = comingRows(
      [due(9)],
      [
        { kind: 'skip', id: 's', at: at(7), reason: null },
        { kind: 'pause', id: 'p', at: at(5), to: at(20), reason: null },
        { kind: 'move', id: 'm', at: at(10), to: at(6), reason: null },
      ],
      now,
    );
    expect(shown(rows)).toEqual(['09 due -']);
  });

  it('show a move of which the first time is over only where it runs', () => {
    const rows = comingRows([], [{ kind: 'move', id: 'm', at: at(6), to: at(10), reason: null }], now);
    expect(shown(rows)).toEqual(['10 moved-here m']);
  });

  it('say what lies in a blackout window, and leave out what is paused', () => {
    const rows = comingRows(
      [
        due(9, { fate: 'not-in-effect', reason: 'blackout' }),
        due(10, { fate: 'not-in-effect', reason: 'paused' }),
      ],
      null,
      now,
    );
    expect(shown(rows)).toEqual(['09 closed -']);
  });
});
