import type { OccurrenceDto } from '@zenpulse/contract';

/** Merges consecutive occurrences without a record into one entry, since they do not differ. */
export function foldUnrecorded(items: readonly OccurrenceDto[]): OccurrenceDto[] {
  const folded: OccurrenceDto[] = [];
  for (const item of items) {
    const before = folded.at(-1);
    if (before === undefined || !isAlike(before, item)) folded.push(item);
    else folded.splice(-1, 1, { ...before, lastAt: item.lastAt, count: before.count + item.count });
  }
  return folded;
}

function isAlike(a: OccurrenceDto, b: OccurrenceDto): boolean {
  return (
    a.fate === 'unrecorded' &&
    b.fate === 'unrecorded' &&
    a.reason === b.reason &&
    a.clockChange === null &&
    b.clockChange === null
  );
}
