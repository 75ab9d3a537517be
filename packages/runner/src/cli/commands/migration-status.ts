import { toIso } from '@zenpulse/core/domain';
import { StoreError } from '@zenpulse/core/ports';
import type { MigrationReport } from '@zenpulse/store';
import { failure } from '../command-error.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import { zonedTimeAndZone } from '../output/zoned-time.ts';
import type { Shell } from '../shell.ts';

export interface MigrationOutput {
  /** The database's name for messages. */
  readonly label: string;
  readonly json: boolean;
  readonly shell: Shell;
}

/** Prints the applied and the pending migrations. Throws afterwards if this release does not fit the database. */
export function printMigrationStatus(report: MigrationReport, { label, json, shell }: MigrationOutput): void {
  const { fits, problem, applied, pending } = report;
  if (json) {
    printJson(shell, {
      database: label,
      fits,
      problem,
      applied: applied.map(({ name, appliedAt }) => ({
        name,
        appliedAt: appliedAt === null ? null : toIso(appliedAt),
      })),
      pending: pending.map(({ name }) => name),
    });
  } else {
    shell.print(table(['MIGRATION', 'APPLIED'], rowsOf(report)));
    if (fits === 'ok') shell.print(`The tables in ${label} are up to date.`);
  }
  if (fits === 'newer') throw newer(label, problem);
  if (fits === 'older') throw failure(`${label}: ${problem}`);
}

/**
 * Prints the SQL that `migrate` would run. Throws if a newer release has migrated the database, since `migrate` would
 * refuse then.
 */
export function printMigrationPlan(report: MigrationReport, { label, json, shell }: MigrationOutput): void {
  const { fits, problem, pending, preamble } = report;
  if (fits === 'newer') throw newer(label, problem);
  if (json) printJson(shell, { database: label, fits, preamble: fits === 'ok' ? '' : preamble, pending });
  else if (fits === 'ok') shell.print(`-- The tables in ${label} are up to date: nothing would run.`);
  else {
    shell.print(`-- What "zenpulse migrate" would run on ${label}.\n${preamble}`);
    for (const { name, script } of pending) shell.print(`\n-- ${name}\n${script}`);
  }
}

function rowsOf({ applied, pending }: MigrationReport): string[][] {
  return [
    ...applied.map(({ name, appliedAt }) => [
      name,
      appliedAt === null ? 'at an unknown time' : zonedTimeAndZone(appliedAt, 'UTC'),
    ]),
    ...pending.map(({ name }) => [name, 'pending']),
  ];
}

function newer(label: string, problem: string | null): StoreError {
  return new StoreError('schema_mismatch', `${label}: ${problem}`);
}
