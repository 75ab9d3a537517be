/** Parses the server's name of an order: a field name, with `-` before it for descending. */
export function parseSort(sort: string): { id: string; desc: boolean }[] {
  if (sort === '') return [];
  return [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }];
}

export function writeSort(sorting: readonly { readonly id: string; readonly desc: boolean }[]): string {
  const [first] = sorting;
  return first === undefined ? '' : `${first.desc ? '-' : ''}${first.id}`;
}
