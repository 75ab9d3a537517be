import { SelectField } from '../shell/field.tsx';

interface SortSelectProps {
  readonly label: string;
  /** The server's names of the orders, and their labels. */
  readonly names: readonly { readonly id: string; readonly name: string }[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

/** Sorts a list of cards, whose head is hidden. */
export function SortSelect({ label, names, sort, onSort }: SortSelectProps) {
  const choices = names.flatMap(({ id, name }) => [
    { value: id, label: `Sort by ${name.toLowerCase()}` },
    { value: `-${id}`, label: `Sort by ${name.toLowerCase()}, descending` },
  ]);
  return (
    <div style={{ marginBottom: 10 }}>
      <SelectField isSmall label={label} value={sort} choices={choices} onChange={onSort} />
    </div>
  );
}
