import type { ChangeDto } from '@zenpulse/contract';
import { toIso, type ChangeRecord, type RecordedValues } from '@zenpulse/core/domain';

/** The fields of a schedule that are numbers in the record and instants on the wire. */
const INSTANTS: ReadonlySet<string> = new Set(['anchorAt', 'effectiveFrom', 'createdAt', 'updatedAt']);

export function presentChange(change: ChangeRecord): ChangeDto {
  const { at, before, after, ...rest } = change;
  return { ...rest, at: toIso(at), before: presentValues(before), after: presentValues(after) };
}

function presentValues(values: RecordedValues | null): RecordedValues | null {
  if (values === null) return null;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      INSTANTS.has(name) && typeof value === 'number' && isInstant(value) ? toIso(value) : value,
    ]),
  );
}

function isInstant(value: number): boolean {
  return !Number.isNaN(new Date(value).getTime());
}
