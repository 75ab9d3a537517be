import { readFile } from 'node:fs/promises';
import { describeTrigger, isTimeZone, show, type InputIssue } from '@zenpulse/core/domain';
import type { Backend } from '@zenpulse/core/ports';
import type { Settings } from '@zenpulse/store';
import type { Command } from 'commander';
import { importDump, type ImportedRow, type ImportReport } from '../../import/import-dump.ts';
import { DumpError, readDump, type Dump } from '../../import/read-dump.ts';
import { failure, usageError } from '../command-error.ts';
import { authorOf } from '../input/change-author.ts';
import { withStore, withStoreToRead, type OpenStore, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import { oneLine } from '../output/table.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

interface ImportFlags extends StoreFlags, JsonFlag {
  readonly timezone?: string;
  readonly withHistory: boolean;
  readonly dryRun: boolean;
}

/** `zenpulse import`: imports what `zenpulse export` wrote, or from the Django package of the same name. */
export function importCommand(shell: Shell): Command {
  const command = storeCommand(
    'import',
    'Creates the schedules of another database, or of the Django package of the same name.',
    [
      'zenpulse import schedules.json --dry-run',
      'zenpulse import dump.json --timezone Asia/Dhaka --dry-run',
      'zenpulse import dump.json --timezone Asia/Dhaka --with-history',
    ],
  )
    .argument('<file>', 'what "zenpulse export" or "manage.py dumpdata zenpulse_scheduler" wrote')
    .option('--timezone <zone>', 'of the Django package: its TIME_ZONE (default: the configured zone)')
    .option('--with-history', "take over the Django package's execution log as well", false)
    .option('--dry-run', 'only say what would be done', false);
  return command.action(async (file: string, flags: ImportFlags) => {
    if (flags.timezone !== undefined && !isTimeZone(flags.timezone)) {
      throw usageError(
        `--timezone: expected an IANA time zone such as "Europe/Berlin", got ${show(flags.timezone)}`,
      );
    }
    const dump = await read(file);
    refuseWithExport(dump, flags);
    const run = async (backend: Backend | null, settings: Settings) => {
      const timezone = flags.timezone ?? settings.timezone;
      const report = await importDump(dump, backend, {
        timezone,
        isDryRun: flags.dryRun,
        withHistory: flags.withHistory,
        author: authorOf({ reason: 'imported' }),
      });
      const remarks = remarksOn(report, dump, flags, settings);
      if (flags.json) printJson(shell, reportJson(report, flags, timezone, remarks));
      else print(report, flags, shell);
      if (!flags.json) for (const remark of remarks) shell.remark(`note: ${remark}`);
      refuseIfIncomplete(report);
    };
    const within = ({ backend, settings }: OpenStore) => run(backend, settings);
    if (!flags.dryRun) return withStore(shell, flags, within);
    return withStoreToRead(shell, flags, within, (settings) => run(null, settings));
  });
}

function refuseWithExport({ source }: Dump, { timezone, withHistory }: ImportFlags): void {
  if (source !== 'export') return;
  if (timezone !== undefined) throw usageError('--timezone: each schedule of an export has its own zone');
  if (withHistory) throw usageError('--with-history: an export has no executions');
}

async function read(file: string): Promise<Dump> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw usageError(error.code === 'ENOENT' ? `there is no file ${file}` : `${file}: ${error.message}`);
  });
  try {
    return readDump(bytes);
  } catch (error) {
    if (error instanceof DumpError) throw usageError(`${file}: ${oneLine(error.message)}`);
    throw error;
  }
}

function reportJson(
  { rows, history, otherRows }: ImportReport,
  { dryRun, withHistory }: ImportFlags,
  timezone: string,
  remarks: readonly string[],
) {
  const of = <Kind extends ImportedRow['kind']>(kind: Kind) =>
    rows.filter((row): row is Extract<ImportedRow, { kind: Kind }> => row.kind === kind);
  return {
    isDryRun: dryRun,
    timezone,
    imported: of('imported').map(({ place, jobKey, variant, id, fields, notes }) => ({
      row: place,
      jobKey,
      variant,
      id,
      description: describeTrigger(fields),
      fields,
      notes,
    })),
    existing: of('existing').map(({ place, jobKey, variant }) => ({ row: place, jobKey, variant })),
    refused: of('refused').map(({ place, jobKey, variant, issues }) => ({
      row: place,
      jobKey,
      variant,
      issues,
    })),
    executions: {
      found: history.found,
      imported: history.imported,
      skipped: withHistory ? history.withoutSchedule + history.repeated : history.found,
      refused: history.refused.map(({ place, issues }) => ({ row: place, issues })),
    },
    otherRows,
    remarks,
  };
}

function print(report: ImportReport, { dryRun, withHistory }: ImportFlags, shell: Shell): void {
  for (const row of report.rows) for (const line of linesOf(row, dryRun)) shell.print(line);
  for (const { place, issues } of report.history.refused) {
    for (const { path, message } of issues)
      shell.print(`Refused: row ${place}: ${path}: ${oneLine(message)}`);
  }
  const { imported, existing, refused } = countsOf(report);
  const verb = dryRun ? 'would be imported' : 'imported';
  shell.print(`Schedules: ${imported} ${verb}, ${existing} left alone, ${refused} refused.`);
  const { history } = report;
  if (history.found === 0) return;
  if (!withHistory)
    return shell.print(`Executions: ${history.found} skipped; --with-history takes them over.`);
  const without =
    history.withoutSchedule === 0 ? '' : `, ${history.withoutSchedule} of jobs without a schedule here`;
  const again = history.repeated === 0 ? '' : `, ${history.repeated} of the same job and instant`;
  const bad = history.refused.length === 0 ? '' : `, ${history.refused.length} refused`;
  shell.print(`Executions: ${history.imported} ${verb}${without}${again}${bad}.`);
}

function linesOf(row: ImportedRow, isDryRun: boolean): string[] {
  const name = row.jobKey === '' ? 'a schedule' : oneLine(`${row.jobKey} ${row.variant}`).trim();
  if (row.kind === 'existing') return [`Left alone ${name}: it has a schedule here`];
  if (row.kind === 'refused') return [`Refused ${name} (row ${row.place})`, ...row.issues.map(issueLine)];
  const { fields, notes } = row;
  const state = fields.enabled ? '' : ' (disabled)';
  const what = `${describeTrigger(fields)}, ${fields.timezone}${state}`;
  return [`${isDryRun ? 'Would import' : 'Imported'} ${name}: ${what}`, ...notes.map(issueLine)];
}

function issueLine({ path, message }: InputIssue): string {
  return `    ${path}: ${oneLine(message)}`;
}

function remarksOn(
  { rows }: ImportReport,
  { source }: Dump,
  { timezone }: ImportFlags,
  settings: Settings,
): string[] {
  if (source === 'export') return [];
  const imported = rows.flatMap((row) => (row.kind === 'imported' ? [row] : []));
  const crons = imported.filter(({ fields }) => fields.triggerType === 'cron');
  const counted = crons.filter(({ notes }) => notes.some(({ path }) => path === 'cron_day_of_week'));
  return [
    ...(timezone === undefined && crons.length > 0
      ? [
          `the crons have the zone ${settings.timezone} (${settings.timezoneSource}); the original ran in Django's TIME_ZONE: name that one with --timezone`,
        ]
      : []),
    ...(counted.length > 0
      ? [
          `the original's admin called 0 Sunday, but its engine ran it on Mondays. The import keeps what it did: look at ${counted.map(({ jobKey }) => oneLine(jobKey)).join(', ')}`,
        ]
      : []),
  ];
}

function countsOf({ rows }: ImportReport) {
  const count = (kind: ImportedRow['kind']) => rows.filter((row) => row.kind === kind).length;
  return { imported: count('imported'), existing: count('existing'), refused: count('refused') };
}

/** The valid rows are imported all the same: once the others are corrected, the same file can be imported again. */
function refuseIfIncomplete({ rows, history }: ImportReport): void {
  const refused = rows.filter(({ kind }) => kind === 'refused').length + history.refused.length;
  if (refused > 0) throw failure(`${refused} ${refused === 1 ? 'row was' : 'rows were'} refused`);
}
