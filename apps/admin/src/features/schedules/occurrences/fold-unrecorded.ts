import type { OccurrenceDto } from '@zenpulse/contract';

/** Makes one entry of those without a record that follow one another: there is nothing to tell them apart. */
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
