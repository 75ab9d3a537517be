import { silentLogger, type Clock } from '@zenpulse/core/ports';
import {
  beginHistory,
  migrate,
  readMigrations,
  readNeighbours,
  resolveSettings,
  type Settings,
} from '@zenpulse/store';
import { Option, type Command } from 'commander';
import { opening, type StoreFlags } from '../open-store.ts';
import { prismaWarning } from '../output/prisma-warning.ts';
import { printJson } from '../output/print-json.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';
import { printMigrationPlan, printMigrationStatus } from './migration-status.ts';

interface MigrateFlags extends StoreFlags, JsonFlag {
  readonly status: boolean;
  readonly dryRun: boolean;
  readonly newHistory: boolean;
}

/** `zenpulse migrate`: the only way to create the tables on a server; on SQLite, opening the file does so too. */
export function migrateCommand(shell: Shell): Command {
  return storeCommand('migrate', 'Creates the tables or brings them up to date.', [
    'zenpulse migrate',
    'zenpulse migrate --status',
    'zenpulse migrate --dry-run > migration.sql',
    'zenpulse migrate --new-history',
    'zenpulse migrate --database file:./data/zenpulse.db',
  ])
    .option(
      '--status',
      'only say what was applied and what is pending (exit code 1 when something is)',
      false,
    )
    .addOption(
      new Option('--dry-run', 'only print the SQL that would run').default(false).conflicts('status'),
    )
    .addOption(
      new Option(
        '--new-history',
        'after a load that no trigger saw (triggers off, or a file put in place by hand): runners read everything anew',
      )
        .default(false)
        .conflicts(['status', 'dryRun']),
    )
    .action(async ({ database, json, status, dryRun, newHistory }: MigrateFlags) => {
      const settings = await resolveSettings({ database }, shell.env, shell.cwd);
      for (const note of settings.notes) shell.remark(`note: ${note}`);
      if (!status && !dryRun) return apply(settings, { hasJson: json, newHistory }, shell);
      const report = await read(settings, shell.clock);
      const print = status ? printMigrationStatus : printMigrationPlan;
      print(report, { label: settings.database.label, json, shell });
    });
}

async function apply(
  settings: Settings,
  { hasJson, newHistory }: { readonly hasJson: boolean; readonly newHistory: boolean },
  shell: Shell,
): Promise<void> {
  // The migrator only warns about locks that it waits for.
  const logger = { ...silentLogger, warn: (_facts: object, wait: string) => shell.remark(`note: ${wait}`) };
  const applied = await opening(settings, () => migrate(settings, shell.clock, logger));
  const historyId = newHistory
    ? await opening(settings, () => beginHistory(settings, shell.clock, silentLogger))
    : undefined;
  const neighbours = await opening(settings, () => readNeighbours(settings, shell.clock));
  const warning = prismaWarning(neighbours, shell.cwd);
  if (warning !== null) shell.remark(warning);
  const { label } = settings.database;
  if (hasJson) return printJson(shell, { database: label, applied, ...(newHistory ? { historyId } : {}) });
  if (newHistory) shell.print(`The database has a new history, ${historyId}: runners read everything anew.`);
  for (const name of applied) shell.print(`applied ${name}`);
  shell.print(`The tables in ${label} are up to date.`);
}

function read(settings: Settings, clock: Clock) {
  return opening(settings, () => readMigrations(settings, clock));
}
