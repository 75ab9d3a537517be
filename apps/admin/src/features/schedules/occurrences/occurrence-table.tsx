import type { OccurrenceList } from '@zenpulse/contract';
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
}

/** Newest first. */
export function OccurrenceTable({ list, zone }: OccurrenceTableProps) {
  const [shown, setShown] = useState(STEP);
  const columns = useMemo(() => occurrenceColumns(zone), [zone]);
  const rows = useMemo(() => foldUnrecorded(list.items).reverse(), [list.items]);
  return (
    <>
      <DataTable
        label="Occurrences"
        columns={columns}
        rows={rows.slice(0, shown)}
        rowId={({ scheduledAt, fate, runId }) => `${scheduledAt} ${fate} ${runId}`}
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
