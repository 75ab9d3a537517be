import { StoreError } from '@zenpulse/core/ports';
import { schemaProblem } from './schema-problem.ts';

export interface SchemaGateDeps {
  /** The names of the migrations that this release needs. */
  readonly known: readonly string[];
  /** The names of those that were applied; none where there are no tables. */
  readonly readApplied: () => Promise<readonly string[]>;
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
export function createSchemaGate({ known, readApplied, label }: SchemaGateDeps): SchemaGate {
  let passing: Promise<void> | null = null;

  const look = async (): Promise<void> => {
    const problem = schemaProblem(known, await readApplied());
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
