import { StoreError } from '@zenpulse/core/ports';
import { createStoreGate, type StoreGate } from '../schema/store-gate.ts';
import { schemaProblem } from './schema-problem.ts';

export interface SchemaGateDeps {
  /** The names of the migrations that this release needs. */
  readonly known: readonly string[];
  /** The names of the applied migrations; empty if there are no tables. */
  readonly readApplied: () => Promise<readonly string[]>;
  /** The database's name for messages. */
  readonly label: string;
}

/**
 * Checks the database's migrations before the first operation, and again before each one until they match this release,
 * since the database may be migrated meanwhile. Throws `schema_mismatch`, or `store_unavailable` like any store.
 */
export function createSchemaGate({ known, readApplied, label }: SchemaGateDeps): StoreGate {
  return createStoreGate(async () => {
    const problem = schemaProblem(known, await readApplied());
    if (problem !== null) throw new StoreError('schema_mismatch', `${label}: ${problem}`);
  });
}
