import type { ExecutionItem } from '@zenpulse/contract';
import { useMutation } from '@tanstack/react-query';
import { executionPages, type ExecutionFilter } from '../../../api/executions.ts';
import { notifyDone, notifyFailure } from '../../../shell/notify.tsx';
import { saveFile } from '../../../shell/save-file.ts';
import { now } from '../../../time/clock.ts';

export type ExportFormat = 'csv' | 'json';

/** A larger export is a matter for SQL. */
const MOST = 10_000;

const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const;

/** Saves the executions that match a filter as a file: the newest 10,000, read page by page. */
export function useExport(filter: ExecutionFilter, lastMs: number | null) {
  return useMutation({
    mutationFn: (format: ExportFormat) => collect(filter, lastMs, format),
    onSuccess: ({ count, isCut }) =>
      notifyDone(
        count === 1 ? 'Exported 1 execution' : `Exported ${count.toLocaleString('en-GB')} executions`,
        isCut ? `Only the newest ${MOST.toLocaleString('en-GB')}: narrow the filter for the others.` : null,
      ),
    onError: (error) => notifyFailure('Couldn’t export', error),
  });
}

async function collect(filter: ExecutionFilter, lastMs: number | null, format: ExportFormat) {
  const items: ExecutionItem[] = [];
  let isCut = false;
  for await (const page of executionPages(filter, lastMs)) {
    items.push(...page.items);
    isCut = items.length > MOST || (items.length === MOST && page.nextCursor !== null);
    if (items.length >= MOST) break;
  }
  const kept = items.slice(0, MOST);
  const { csvOf, jsonOf } = await import('./export-text.ts');
  const textOf = { csv: csvOf, json: jsonOf }[format];
  const day = new Date(now()).toISOString().slice(0, 10);
  saveFile(`executions-${day}.${format}`, TYPES[format], textOf(kept));
  return { count: kept.length, isCut };
}
