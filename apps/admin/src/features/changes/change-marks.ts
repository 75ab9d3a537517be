import type { ChangeDto } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { offsetText, shortInstantText } from '../../time/instant-text.ts';
import type { ChartMark } from '../figures/chart-marks.ts';
import { ACTION_WORDS, mayComeBack, whoText } from './action-words.ts';
import { fieldChanges } from './field-changes.ts';

/** More of a change is in the list of changes. */
const FIELDS = 3;

/** The changes of a schedule's settings as marks on its charts: when, who, what. */
export function changeMarks(changes: readonly ChangeDto[], zone: string): ChartMark[] {
  return changes.filter(mayComeBack).map((change) => {
    const at = Date.parse(change.at);
    const when = `${shortInstantText(at, zone)} ${offsetText(at, zone)}`;
    return { at, text: `${when}, ${visibleText(whoText(change).who)}: ${whatText(change, zone)}` };
  });
}

function whatText(change: ChangeDto, zone: string): string {
  const fields = fieldChanges(change, zone);
  if (fields.length === 0) return ACTION_WORDS[change.action].toLowerCase();
  const more = fields.length > FIELDS ? ` and ${fields.length - FIELDS} more` : '';
  return `${fields
    .slice(0, FIELDS)
    .map(({ label, before, after }) => `${label} ${before} → ${after}`)
    .join(', ')}${more}`;
}
