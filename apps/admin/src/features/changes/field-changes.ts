import type { ChangeDto } from '@zenpulse/contract';
import { exceptionsText, recordedLabel, SETTABLE, valueText } from './value-text.ts';

type Values = Readonly<Record<string, unknown>>;

/** One field that changed, in words. */
export interface FieldChange {
  readonly field: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Follow from others; shown only if nothing else changed. */
const DERIVED: readonly string[] = ['anchorAt', 'effectiveFrom'];

/** The fields that a change changed; none for a whole row. `zone`: of instants. */
export function fieldChanges(
  { before, after }: Pick<ChangeDto, 'before' | 'after'>,
  zone: string,
): FieldChange[] {
  if (before === null || after === null) return [];
  const names = [...SETTABLE, 'exceptions'].filter((name) => Object.hasOwn(after, name));
  const shown = names.length > 0 ? names : DERIVED.filter((name) => Object.hasOwn(after, name));
  return shown.flatMap((field) => fieldChange(field, before[field], after[field], zone) ?? []);
}

/** Null if nothing that is shown differs. */
export function fieldChange(
  field: string,
  before: unknown,
  after: unknown,
  zone: string,
): FieldChange | null {
  const label = recordedLabel(field);
  if (field !== 'exceptions') {
    return { field, label, before: valueText(field, before, zone), after: valueText(field, after, zone) };
  }
  const [lost, gained] = [exceptionsText(before, after, zone), exceptionsText(after, before, zone)];
  return lost === '' && gained === ''
    ? null
    : { field, label, before: lost || 'as planned', after: gained || 'as planned' };
}

/** All fields of a recorded row that a person sets. */
export function rowFacts(row: Values, zone: string): (readonly [label: string, value: string])[] {
  const isCron = row['triggerType'] === 'cron';
  return SETTABLE.filter((name) => Object.hasOwn(row, name) && !(name.startsWith('cron') && !isCron))
    .filter((name) => !(name.startsWith('interval') && isCron))
    .map((name) => [recordedLabel(name), valueText(name, row[name], zone)]);
}
