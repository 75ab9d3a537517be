import { StoreError } from '@zenpulse/core/ports';
import type { PostgresClient } from './open-postgres.ts';
import { guarded, isUndefinedTable } from './postgres-errors.ts';
import { epochMs, type DatabaseTime } from './postgres-instant.ts';
import { schemaProblem } from '../server/schema-problem.ts';
import { migrations } from './generated/migrations.ts';
import type { ServerClock } from './server-clock.ts';

const KNOWN = migrations.map(({ name }) => name);

export interface SchemaGateDeps {
  readonly client: PostgresClient;
  readonly clock: ServerClock;
  readonly now: DatabaseTime;
  /** The database as it may be shown. */
  readonly label: string;
}

type Operation = (...args: never[]) => Promise<unknown>;
type Operations<Store> = { readonly [Name in keyof Store]: Operation };

/** The same store, none of whose operations reaches tables that this release does not know. */
export type SchemaGate = <Store extends Operations<Store>>(store: Store) => Store;

/**
 * Looks at the database's migrations before the first operation, and again until they are what this release needs:
 * somebody may bring them up to date meanwhile. Throws `schema_mismatch`, or `store_unavailable` like any store.
 */
export function createSchemaGate({ client, clock, now, label }: SchemaGateDeps): SchemaGate {
  let passing: Promise<void> | null = null;

  const look = async (): Promise<void> => {
    const applied = await guarded(async () => {
      const rows = await clock.measured(
        () => client.$queryRaw<{ now: number; names: string }[]>`
          SELECT ${epochMs(now())} AS "now",
                 array_to_json(ARRAY(SELECT "name" FROM "zenpulse_migration"))::text AS "names"`,
      );
      return JSON.parse(rows[0]?.names ?? '[]') as string[];
    }).catch((error: unknown) => {
      if (isUndefinedTable(error)) return [];
      throw error;
    });
    const problem = schemaProblem(KNOWN, applied);
    if (problem !== null) throw new StoreError('schema_mismatch', `${label}: ${problem}`);
  };

  const pass = (): Promise<void> => {
    passing ??= look().catch((error: unknown) => {
      passing = null;
      throw error;
    });
    return passing;
  };

  return <Store extends Operations<Store>>(store: Store) => {
    const gated = Object.entries<Operation>(store).map(([name, operation]) => [
      name,
      async (...args: never[]) => {
        await pass();
        return operation(...args);
      },
    ]);
    return Object.fromEntries(gated) as Store; // the same names, arguments and results
  };
}
