import { NativeSelect } from '@mantine/core';

interface SortSelectProps {
  readonly label: string;
  /** The server's names of the orders, and their labels. */
  readonly names: readonly { readonly id: string; readonly name: string }[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

/** Sorts a list of cards, whose head is hidden. */
export function SortSelect({ label, names, sort, onSort }: SortSelectProps) {
  return (
    <NativeSelect
      aria-label={label}
      size="xs"
      mb="xs"
      maw={260}
      value={sort}
      data={names.flatMap(({ id, name }) => [
        { value: id, label: `Sort by ${name.toLowerCase()}` },
        { value: `-${id}`, label: `Sort by ${name.toLowerCase()}, descending` },
      ])}
      onChange={(event) => onSort(event.currentTarget.value)}
    />
  );
}
