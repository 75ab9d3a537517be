import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { DataColumn } from './data-column.ts';
import { DataRows, type DataRowsProps } from './data-rows.tsx';
import classes from './data-table.module.css';
import { sortedBy, toggledSort } from './sort-name.ts';
import { SortSelect } from './sort-select.tsx';

interface DataTableProps<Row extends object> extends DataRowsProps<Row> {
  readonly label: string;
  /** `name` or `-name`. */
  readonly sort?: string;
  /** Without it, no column is sortable. */
  readonly onSort?: (sort: string) => void;
}

/** From so many rows on, only those near the window are in the document. */
const VIRTUAL_FROM = 200;

// `lazy` forgets the type parameter.
const VirtualRows = lazy(async () => ({
  default: (await import('./virtual-rows.tsx')).VirtualRows,
})) as unknown as typeof DataRows;

/** The table of all lists: rows on a wide screen, cards on a narrow one, with the same elements. */
export function DataTable<Row extends object>({ label, sort = '', onSort, ...body }: DataTableProps<Row>) {
  const { columns, rows } = body;
  const areCards = useMediaQuery(CARDS, false, { getInitialValueInEffect: false });
  const sortable = columns.filter(({ isSortable = true }) => onSort !== undefined && isSortable);
  const isVirtual = rows.length >= VIRTUAL_FROM;
  return (
    <div className={classes['frame']}>
      {areCards && sortable.length > 0 && (
        <SortSelect
          label={`Sort ${label.toLowerCase()}`}
          names={sortable.map(({ id, header }) => ({ id, name: String(header) }))}
          sort={sort}
          onSort={(next) => onSort?.(next)}
        />
      )}
      <table
        className={classes['table']}
        aria-label={label}
        role="table"
        data-marked={columns[0]?.card === 'mark'}
        aria-rowcount={isVirtual ? rows.length + 1 : undefined}
      >
        <colgroup>
          {columns.map(({ id, from, rem }) => (
            <col key={id} data-from={from} style={rem === undefined ? {} : { width: `${rem}rem` }} />
          ))}
        </colgroup>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <HeaderCell
                key={column.id}
                column={column}
                sort={sort}
                onSort={sortable.includes(column) ? onSort : undefined}
                isButton={!areCards}
              />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {isVirtual ? (
            <Suspense fallback={<DataRows {...body} rows={rows.slice(0, VIRTUAL_FROM)} />}>
              <VirtualRows {...body} />
            </Suspense>
          ) : (
            <DataRows {...body} />
          )}
        </tbody>
      </table>
    </div>
  );
}

/** The same width as in the style sheet: below it, rows are cards and the head is hidden. */
const CARDS = '(max-width: 56.24em)';

interface HeaderCellProps<Row extends object> {
  readonly column: DataColumn<Row>;
  readonly sort: string;
  readonly onSort: ((sort: string) => void) | undefined;
  /** True if a click sorts; buttons in a hidden head must not take the focus. */
  readonly isButton: boolean;
}

function HeaderCell<Row extends object>({ column, sort, onSort, isButton }: HeaderCellProps<Row>) {
  const { id, header, from } = column;
  if (onSort === undefined) {
    return (
      <th role="columnheader" data-column={id} data-from={from}>
        {header}
      </th>
    );
  }
  const direction = sortedBy(id, sort);
  const Icon =
    direction === 'ascending' ? IconArrowUp : direction === 'descending' ? IconArrowDown : IconArrowsSort;
  return (
    <th role="columnheader" data-column={id} data-from={from} aria-sort={direction}>
      {isButton ? (
        <button type="button" className={classes['sort']} onClick={() => onSort(toggledSort(column, sort))}>
          {header}
          <Icon size={14} stroke={2} aria-hidden data-sorted={direction !== 'none'} />
        </button>
      ) : (
        header
      )}
    </th>
  );
}
