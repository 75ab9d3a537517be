import type { OutputLineDto, RunOutputDto } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { withPart } from '../../../api/outputs.ts';
import { progressText, shareOf } from '../../runs/progress-text.ts';
import { countText, foundLines, lineText } from './output-text.ts';

const line = (seq: number, text = `line ${seq}`): OutputLineDto => ({
  seq,
  at: '2026-01-31T08:30:00.000Z',
  level: 'info',
  text,
});
const part = (lines: readonly OutputLineDto[], cut = 0): RunOutputDto => ({
  runId: 'r',
  lines,
  cut,
  isRunning: true,
  isWaiting: false,
  progress: null,
});

describe('the text of a line', () => {
  it.each([
    ['\u001B[31mred\u001B[0m text', 'red text'],
    ['\u001B]0;title\u0007after', 'after'],
    ['a\u001B[2J\u001B[Hb', 'ab'],
    ['<b>bold</b>', '<b>bold</b>'],
    ['evil\u202Etxt', String.raw`evil\u202etxt`],
  ])('%j is shown as %s', (text, shown) => {
    expect(lineText({ text })).toBe(shown);
  });
});

it('finds lines whatever the case', () => {
  expect(foundLines([line(1, 'Order 7'), line(2, 'order 8'), line(3, 'none')], 'ORDER')).toHaveLength(2);
  expect(foundLines([line(1)], '')).toHaveLength(1);
});

it.each([
  [{ done: 40, total: 100 }, '40 of 100 (40%)', 0.4],
  [{ done: 1_234, total: null }, '1,234', null],
  [{ done: 5, total: 0 }, '5 of 0', null],
  [{ done: 12, total: 10 }, '12 of 10 (100%)', 1],
  [null, null, null],
] as const)('says how far %j is', (progress, text, share) => {
  expect([progressText(progress), shareOf(progress)]).toEqual([text, share]);
});

it('counts what is shown and what is missing', () => {
  expect(countText(1, 1, 0)).toBe('1 line');
  expect(countText(3, 120, 0)).toBe('3 of 120 lines');
  expect(countText(2_000, 2_000, 45_000)).toBe('2,000 lines, 45,000 earlier ones not shown');
});

describe('the known output', () => {
  it('grows by what is new', () => {
    const first = withPart(undefined, part([line(3), line(4)], 2));
    expect(withPart(first, part([line(6)], 1))).toMatchObject({
      lines: [{ seq: 3 }, { seq: 4 }, { seq: 6 }],
      cut: 3,
    });
  });

  it('keeps the newest lines', () => {
    const many = Array.from({ length: 2_500 }, (_, at) => line(at + 1));
    const seen = withPart(undefined, part(many));
    expect([seen.lines.length, seen.lines[0]?.seq, seen.cut]).toEqual([2_000, 501, 500]);
  });

  it('keeps the last progress when the run ends', () => {
    const first = withPart(undefined, { ...part([]), progress: { done: 3, total: 4 } });
    expect(withPart(first, { ...part([]), isRunning: false }).progress).toEqual({ done: 3, total: 4 });
  });
});
