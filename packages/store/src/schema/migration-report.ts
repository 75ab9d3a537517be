import { newerSchemaProblem, schemaProblem } from '../server/schema-problem.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

export interface AppliedMigration {
  readonly name: string;
  /** Epoch milliseconds; null if the stored value is not an instant. */
  readonly appliedAt: number | null;
}

interface PendingMigration {
  readonly name: string;
  /**
   * What would be sent: the transaction with the migration and its row in the migrations table, as a script that a
   * person could run.
   */
  readonly script: string;
}

/** The state of a database compared with the migrations of this release. */
export interface MigrationReport {
  /** `older`: some or all are pending; `newer`: a newer release has applied others. */
  readonly fits: 'ok' | 'older' | 'newer';
  /** The problem and its remedy in a sentence; null if there is none. */
  readonly problem: string | null;
  /** In the order of application. */
  readonly applied: readonly AppliedMigration[];
  readonly pending: readonly PendingMigration[];
  /** The statements before the scripts of the pending ones, in the same session. */
  readonly preamble: string;
}

export interface MigrationFacts {
  readonly known: readonly Migration[];
  readonly applied: readonly AppliedMigration[];
  readonly preamble: string;
  readonly scriptOf: (migration: Migration) => string;
}

export function migrationReport({ known, applied, preamble, scriptOf }: MigrationFacts): MigrationReport {
  const names = known.map(({ name }) => name);
  const there = applied.map(({ name }) => name);
  const isNewer = newerSchemaProblem(names, there) !== null;
  const problem = schemaProblem(names, there);
  const missing = known.filter(({ name }) => !there.includes(name));
  return {
    fits: isNewer ? 'newer' : problem === null ? 'ok' : 'older',
    problem,
    applied: [...applied].sort(
      (a, b) => (a.appliedAt ?? 0) - (b.appliedAt ?? 0) || (a.name < b.name ? -1 : 1),
    ),
    pending: missing.map((migration) => ({ name: migration.name, script: scriptOf(migration) })),
    preamble,
  };
}
