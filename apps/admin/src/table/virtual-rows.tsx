import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useState } from 'react';
import { DataRow, HeadingRow, type DataRowsProps } from './data-rows.tsx';
import { groupedRows } from './grouped-rows.ts';

/** Before a row is measured. */
const ROW_PX = 70;
const OVERSCAN = 12;

/** The rows of a long list near the window; empty rows keep the place of the others. */
export function VirtualRows<Row extends object>(props: DataRowsProps<Row>) {
  const { columns, rows, rowId, rowTestId, markedId, groupOf } = props;
  const entries = useMemo(() => groupedRows(rows, groupOf), [rows, groupOf]);
  const [top, setTop] = useState(0);
  const place = useCallback((row: HTMLTableRowElement | null) => {
    if (row !== null) setTop(row.getBoundingClientRect().top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: entries.length,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => {
      const entry = entries[index];
      if (entry === undefined) return index;
      return 'heading' in entry ? `group ${entry.heading}` : rowId(entry.row);
    },
    overscan: OVERSCAN,
    scrollMargin: top,
  });
  const items = virtualizer.getVirtualItems();
  const before = (items[0]?.start ?? top) - top;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  const width = columns.length;
  const measure = virtualizer.measureElement;
  return (
    <>
      <Gap ref={place} height={before} width={width} />
      {items.map(({ index, key }) => {
        const entry = entries[index];
        if (entry === undefined) return null;
        if ('heading' in entry) {
          return <HeadingRow key={key} {...entry} columns={width} index={index} measure={measure} />;
        }
        return (
          <DataRow
            key={key}
            columns={columns}
            row={entry.row}
            testId={rowTestId?.(entry.row)}
            isMarked={rowId(entry.row) === markedId}
            index={index}
            measure={measure}
          />
        );
      })}
      <Gap height={after} width={width} />
    </>
  );
}

interface GapProps {
  readonly ref?: React.Ref<HTMLTableRowElement>;
  readonly height: number;
  readonly width: number;
}

function Gap({ ref, height, width }: GapProps) {
  return (
    <tr ref={ref} aria-hidden data-gap style={{ height }}>
      <td colSpan={width} />
    </tr>
  );
}
