import { StoreError } from '@zenpulse/core/ports';
import { createStoreGate, type StoreGate } from '../schema/store-gate.ts';
import { schemaProblem } from './schema-problem.ts';

export interface SchemaGateDeps {
  /** The names of the migrations that this release needs. */
  readonly known: readonly string[];
  /** The names of those that were applied; none where there are no tables. */
  readonly readApplied: () => Promise<readonly string[]>;
  /** The database as it may be shown. */
  readonly label: string;
}

/**
 * Looks at the database's migrations before the first operation, and again until they are what this release needs:
 * somebody may bring them up to date meanwhile. Throws `schema_mismatch`, or `store_unavailable` like any store.
 */
export function createSchemaGate({ known, readApplied, label }: SchemaGateDeps): StoreGate {
  return createStoreGate(async () => {
    const problem = schemaProblem(known, await readApplied());
    if (problem !== null) throw new StoreError('schema_mismatch', `${label}: ${problem}`);
  });
}
