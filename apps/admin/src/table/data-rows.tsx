import { memo, type Ref } from 'react';
import type { DataColumn } from './data-column.ts';
import { groupedRows } from './grouped-rows.ts';

export interface DataRowsProps<Row extends object> {
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly rowTestId?: (row: Row) => string;
  /** The row that the address is about: it is marked, and scrolled to once. */
  readonly markedId?: string;
  /** Rows with the same answer that follow each other have a heading. */
  readonly groupOf?: (row: Row) => string;
}

/** All rows of a list. */
export function DataRows<Row extends object>(props: DataRowsProps<Row>) {
  const { columns, rows, rowId, rowTestId, markedId, groupOf } = props;
  return groupedRows(rows, groupOf).map((entry) =>
    'heading' in entry ? (
      <HeadingRow key={`group ${entry.heading}`} {...entry} columns={columns.length} />
    ) : (
      <DataRow
        key={rowId(entry.row)}
        columns={columns}
        row={entry.row}
        testId={rowTestId?.(entry.row)}
        isMarked={rowId(entry.row) === markedId}
      />
    ),
  );
}

interface HeadingRowProps {
  readonly heading: string;
  readonly count: number;
  readonly columns: number;
  /** As in `DataRowProps`. */
  readonly index?: number;
  readonly measure?: Ref<HTMLTableRowElement>;
}

/** The name of a group, and how many of its rows are loaded. */
export function HeadingRow({ heading, count, columns, index, measure }: HeadingRowProps) {
  return (
    <tr role="row" data-group {...(index !== undefined && { 'data-index': index, ref: measure })}>
      <th role="rowheader" colSpan={columns}>
        {heading} <span className="zp-dimmed">{count}</span>
      </th>
    </tr>
  );
}

interface DataRowProps<Row extends object> {
  readonly columns: readonly DataColumn<Row>[];
  readonly row: Row;
  readonly testId: string | undefined;
  readonly isMarked: boolean;
  /** Where only some rows are in the document: the row's place in the list, and how its height is measured. */
  readonly index?: number;
  readonly measure?: Ref<HTMLTableRowElement>;
}

function Row<Row extends object>({ columns, row, testId, isMarked, index, measure }: DataRowProps<Row>) {
  return (
    <tr
      role="row"
      data-testid={testId}
      {...(isMarked && { 'aria-current': 'true', ref: scrollToCenter })}
      {...(index !== undefined && { 'aria-rowindex': index + 2, 'data-index': index, ref: measure })}
    >
      {columns.map(({ id, cell, from, card, cardLabel }) => (
        <td
          key={id}
          role="cell"
          data-column={id}
          data-from={from}
          data-card={card}
          data-card-label={cardLabel}
        >
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Not rendered again while its values are the same. */
// `memo` forgets the type parameter.
export const DataRow = memo(Row) as typeof Row;

function scrollToCenter(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: 'center' });
}
