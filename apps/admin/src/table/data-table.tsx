import { Table, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import {
  metaHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type Header,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';
import { parseSort, writeSort } from './sort-name.ts';
import { SortSelect } from './sort-select.tsx';

interface ColumnMeta {
  /** Shown beside the value in a card; if absent, the value is shown alone. */
  readonly cardLabel?: string;
  /** Its place in a card, if it has no line of its own. */
  readonly card?: 'corner' | 'hidden';
  /** Its width in rem; columns without one share what is left. Fixed, so that columns do not move as values change. */
  readonly rem?: number;
  /** Shown only if the table is at least `medium` (62 rem) or `large` (72 rem) wide. */
  readonly from?: 'medium' | 'large';
}

export const dataTableFeatures = tableFeatures({ rowSortingFeature, columnMeta: metaHelper<ColumnMeta>() });
// oxlint-disable-next-line typescript/no-explicit-any -- the value's type differs from column to column
export type DataColumn<Row extends object> = ColumnDef<typeof dataTableFeatures, Row, any>;

interface DataTableProps<Row extends object> {
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  /** In the server's order. */
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly rowTestId?: (row: Row) => string;
  /** The row that the address is about: it is marked, and scrolled to once. */
  readonly markedId?: string;
  /** `name` or `-name`; columns that the server cannot sort by have `enableSorting: false`. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
}

/** The table of all lists: rows on a wide screen, cards on a narrow one, with the same elements. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, rowTestId, markedId, sort = '', onSort } = props;
  const table = useTable({
    features: dataTableFeatures,
    // The table does not change its columns, but its type is not readonly.
    columns: columns as DataColumn<Row>[],
    data: rows,
    getRowId: rowId,
    manualSorting: true,
    enableMultiSort: false,
    enableSortingRemoval: false,
    enableSorting: onSort !== undefined,
    state: { sorting: parseSort(sort) },
    onSortingChange: (updater) =>
      onSort?.(writeSort(typeof updater === 'function' ? updater(parseSort(sort)) : updater)),
  });
  const areCards = useMediaQuery(CARDS, false, { getInitialValueInEffect: false });
  const sortable = table.getAllLeafColumns().filter((column) => column.getCanSort());
  return (
    <div className={classes['frame']}>
      {areCards && sortable.length > 0 && (
        <SortSelect
          label={`Sort ${label.toLowerCase()}`}
          names={sortable.map(({ id, columnDef }) => ({ id, name: String(columnDef.header) }))}
          sort={sort}
          onSort={(next) => onSort?.(next)}
        />
      )}
      <Table
        className={classes['table'] ?? ''}
        aria-label={label}
        role="table"
        verticalSpacing={9}
        horizontalSpacing="sm"
      >
        <colgroup>
          {table.getAllLeafColumns().map(({ id, columnDef: { meta } }) => (
            <col key={id} data-from={meta?.from} style={meta?.rem ? { width: `${meta.rem}rem` } : {}} />
          ))}
        </colgroup>
        <Table.Thead role="rowgroup">
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id} role="row">
              {group.headers.map((header) => (
                <HeaderCell key={header.id} header={header} isButton={!areCards}>
                  <table.FlexRender header={header} />
                </HeaderCell>
              ))}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {table.getRowModel().rows.map((row) => (
            <Table.Tr
              key={row.id}
              role="row"
              data-testid={rowTestId?.(row.original)}
              {...(row.id === markedId && { 'aria-current': 'true', ref: scrollToCenter })}
            >
              {row.getAllCells().map((cell) => (
                <Table.Td
                  key={cell.id}
                  role="cell"
                  data-column={cell.column.id}
                  data-from={cell.column.columnDef.meta?.from}
                  data-card={cell.column.columnDef.meta?.card}
                  data-card-label={cell.column.columnDef.meta?.cardLabel}
                >
                  <table.FlexRender cell={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function scrollToCenter(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: 'center' });
}

/** The same width as in the style sheet: below it, rows are cards and the head is hidden. */
const CARDS = '(max-width: 56.24em)';

interface HeaderCellProps<Row extends object> {
  /** True if a click sorts; buttons in a hidden head must not take the focus. */
  readonly isButton: boolean;
  readonly header: Header<typeof dataTableFeatures, Row>;
  readonly children: ReactNode;
}

function HeaderCell<Row extends object>({ header, isButton, children }: HeaderCellProps<Row>) {
  const { column } = header;
  const sorted = column.getIsSorted();
  const Icon = sorted === 'asc' ? IconArrowUp : sorted === 'desc' ? IconArrowDown : IconArrowsSort;
  const direction = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none';
  const canSort = column.getCanSort();
  return (
    <Table.Th
      role="columnheader"
      data-column={column.id}
      data-from={column.columnDef.meta?.from}
      {...(canSort && { 'aria-sort': direction })}
    >
      {canSort && isButton ? (
        <UnstyledButton className={classes['sort'] ?? ''} onClick={column.getToggleSortingHandler()}>
          {children}
          <Icon size={14} stroke={2} aria-hidden data-sorted={sorted !== false} />
        </UnstyledButton>
      ) : (
        children
      )}
    </Table.Th>
  );
}
