import type { OutputLineDto } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { numberText } from '../../runs/progress-text.ts';

/** Colours and cursor movements for a terminal (ECMA-48), which a browser would show as text. */
// oxlint-disable-next-line no-control-regex -- they begin with a control character
const TERMINAL = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/g;

/** The text of a line as it is shown. */
export function lineText({ text }: Pick<OutputLineDto, 'text'>): string {
  return visibleText(text.includes('\u001B') ? text.replace(TERMINAL, '') : text);
}

/** The lines that contain the text; case does not matter. */
export function foundLines(lines: readonly OutputLineDto[], search: string): readonly OutputLineDto[] {
  if (search === '') return lines;
  const sought = search.toLowerCase();
  return lines.filter((line) => lineText(line).toLowerCase().includes(sought));
}

/** "3 of 120 lines", "1 line", with what is missing. */
export function countText(found: number, all: number, cut: number): string {
  const lines = `${numberText(all)} ${all === 1 ? 'line' : 'lines'}`;
  const counted = found === all ? lines : `${numberText(found)} of ${lines}`;
  return cut === 0 ? counted : `${counted}, ${numberText(cut)} earlier ones not shown`;
}
