import { StoreError } from '@zenpulse/core/ports';
import { Client } from 'pg';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';

/** Our own schema, which tools that manage the application's schema leave alone. */
const OWN_SCHEMA = 'zenpulse';
/** Where older releases created the tables. */
const FORMER_SCHEMA = 'public';

const found = new WeakMap<PostgresAddress, string>();

/**
 * The schema of the tables: the one in the address, else "public" if they are there, else "zenpulse". Throws
 * `schema_mismatch` if both have them.
 */
export async function schemaOf(address: PostgresAddress): Promise<string> {
  const known = address.schema ?? found.get(address);
  if (known !== undefined) return known;
  const client = new Client(connectionConfig(address));
  client.on('error', () => undefined); // the statement in progress gets the error; without a listener it would end the process
  try {
    await client.connect();
    const schemas = await schemasWithTables(client);
    if (schemas.length > 1) throw ambiguous(address);
    const [schema] = schemas;
    if (schema !== undefined) found.set(address, schema);
    return schema ?? OWN_SCHEMA;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function schemasWithTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT "nspname"::text AS "schema" FROM pg_class JOIN pg_namespace ON pg_namespace.oid = "relnamespace"
      WHERE "relname" = 'zenpulse_migration' AND "nspname" IN ($1, $2)`,
    [OWN_SCHEMA, FORMER_SCHEMA],
  );
  return rows.map(({ schema }) => schema);
}

function ambiguous({ label }: PostgresAddress): StoreError {
  return new StoreError(
    'schema_mismatch',
    `${label}: tables of ZenPulse are in two schemas, "${FORMER_SCHEMA}" and "${OWN_SCHEMA}"; name the one to use in the database URL, with ?schema=${FORMER_SCHEMA} or ?schema=${OWN_SCHEMA}, and drop the tables in the other`,
  );
}
