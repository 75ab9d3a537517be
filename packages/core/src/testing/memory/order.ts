export type SortValue = string | number;

/** The order that databases use: numbers before text, text by code points. */
function compareValues(a: SortValue, b: SortValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return typeof a === 'number' ? -1 : 1;
}

/** By value, then by id: a total order. */
export function compareKeys(
  a: { readonly value: SortValue; readonly id: string },
  b: { readonly value: SortValue; readonly id: string },
): number {
  return compareValues(a.value, b.value) || compareValues(a.id, b.id);
}
