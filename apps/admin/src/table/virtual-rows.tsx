import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useState } from 'react';
import { DataRow, type DataRowsProps } from './data-rows.tsx';

/** Before a row is measured. */
const ROW_PX = 70;
const OVERSCAN = 12;

/** The rows of a long list near the window; empty rows keep the place of the others. */
export function VirtualRows<Row extends object>(props: DataRowsProps<Row>) {
  const { columns, rows, rowId, rowTestId, markedId } = props;
  const [top, setTop] = useState(0);
  const [width, setWidth] = useState(1);
  const place = useCallback((row: HTMLTableRowElement | null) => {
    if (row === null) return;
    setTop(row.getBoundingClientRect().top + window.scrollY);
    setWidth(row.closest('table')?.querySelectorAll('col').length ?? 1);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => idAt(index),
    overscan: OVERSCAN,
    scrollMargin: top,
  });
  const idAt = (index: number) => {
    const row = rows[index];
    return row === undefined ? index : rowId(row);
  };
  const items = virtualizer.getVirtualItems();
  const before = (items[0]?.start ?? top) - top;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  return (
    <>
      <Gap ref={place} height={before} width={width} />
      {items.map(({ index, key }) => {
        const row = rows[index];
        return row === undefined ? null : (
          <DataRow
            key={key}
            columns={columns}
            row={row}
            testId={rowTestId?.(row)}
            isMarked={rowId(row) === markedId}
            index={index}
            measure={virtualizer.measureElement}
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
