import type { OccurrenceDto, OccurrenceList } from '@zenpulse/contract';
import { useMemo, useState } from 'react';
import { DataTable } from '../../../table/data-table.tsx';
import { LoadMore } from '../../../table/load-more.tsx';
import { foldUnrecorded } from './fold-unrecorded.ts';
import { occurrenceColumns } from './occurrence-columns.tsx';

/** How many rows are shown at first. */
const STEP = 50;

interface OccurrenceTableProps {
  readonly list: OccurrenceList;
  readonly zone: string;
  /** The occurrence to mark and scroll to, in epoch milliseconds; null: none. */
  readonly wanted: number | null;
}

/** Newest first. */
export function OccurrenceTable({ list, zone, wanted }: OccurrenceTableProps) {
  const columns = useMemo(() => occurrenceColumns(zone), [zone]);
  const rows = useMemo(() => foldUnrecorded(list.items).reverse(), [list.items]);
  const marked = rows.findIndex((row) => wanted !== null && covers(row, wanted));
  const [shown, setShown] = useState(Math.max(STEP, marked + 1));
  const markedRow = rows[marked];
  return (
    <>
      <DataTable
        label="Occurrences"
        columns={columns}
        rows={rows.slice(0, shown)}
        rowId={rowId}
        {...(markedRow !== undefined && { markedId: rowId(markedRow) })}
      />
      <LoadMore
        noun="entries"
        shown={Math.min(shown, rows.length)}
        total={list.nextFrom === null ? rows.length : null}
        hasMore={shown < rows.length}
        isLoading={false}
        onMore={() => setShown(shown + STEP * 4)}
      />
    </>
  );
}

function rowId({ scheduledAt, fate, runId }: OccurrenceDto): string {
  return `${scheduledAt} ${fate} ${runId}`;
}

function covers({ scheduledAt, lastAt }: OccurrenceDto, at: number): boolean {
  return Date.parse(scheduledAt) <= at && at <= Date.parse(lastAt);
}
