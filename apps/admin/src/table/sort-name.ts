/** Whether a list is sorted by this column. `sort` is the server's name of an order: `-` before it for descending. */
export function sortedBy(id: string, sort: string): 'ascending' | 'descending' | 'none' {
  if (sort === id) return 'ascending';
  return sort === `-${id}` ? 'descending' : 'none';
}

/** The order after a click on a column's head: the other way round, or this column's. */
export function toggledSort(
  { id, isDescendingFirst = false }: { readonly id: string; readonly isDescendingFirst?: boolean },
  sort: string,
): string {
  const direction = sortedBy(id, sort);
  const isDescending = direction === 'none' ? isDescendingFirst : direction === 'ascending';
  return isDescending ? `-${id}` : id;
}
