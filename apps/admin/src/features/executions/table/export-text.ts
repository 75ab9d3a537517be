import type { ExecutionItem } from '@zenpulse/contract';

const COLUMNS = [
  'id',
  'jobKey',
  'variant',
  'scheduleId',
  'status',
  'reason',
  'origin',
  'scheduledAt',
  'runTime',
  'durationMs',
  'lateMs',
  'attempt',
  'coalescedCount',
  'exceptionType',
  'exceptionMessage',
  'hostname',
  'pid',
] as const satisfies readonly (keyof ExecutionItem)[];

/** Executions as comma-separated values (RFC 4180), with a heading. */
export function csvOf(items: readonly ExecutionItem[]): string {
  const lines = items.map((item) => COLUMNS.map((column) => cell(item[column])).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

export function jsonOf(items: readonly ExecutionItem[]): string {
  return `${JSON.stringify(items, null, 1)}\n`;
}

/** A spreadsheet would take a text that begins with one of these as a formula; a quote before it keeps it a text. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== value ? `"${text.replaceAll('"', '""')}"` : text;
}
