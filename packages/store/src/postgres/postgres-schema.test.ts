import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import type { SqlByHand } from '../testing/server-database.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { postgresAddress } from './postgres-address.ts';
import { schemaOf } from './postgres-schema.ts';

describeOnPostgres('the schema of the tables', (database) => {
  let byHand: SqlByHand;
  beforeEach(async () => {
    byHand = await database.byHand();
  });
  afterEach(() => byHand.end());

  const address = (schema?: string) =>
    postgresAddress(`${database.url}${schema === undefined ? '' : `?schema=${schema}`}`);
  const drop = (...schemas: string[]) =>
    byHand.query(schemas.map((schema) => `DROP SCHEMA IF EXISTS ${schema} CASCADE;`).join(' '));

  it('is public where they are there already, as older releases made them', async () => {
    expect(await schemaOf(address())).toBe('public');
    expect(await migratePostgres(address())).toEqual([]);
  });

  it('is the one that the address names, whatever is elsewhere', async () => {
    expect(await schemaOf(address('jobs'))).toBe('jobs');
  });

  it('is refused where they are in two, until the address names one', async () => {
    await migratePostgres(address('zenpulse'));
    const refusal = {
      code: 'schema_mismatch',
      message: expect.stringMatching(/"public" and "zenpulse".*\?schema=public/) as string,
    };
    await expect(schemaOf(address())).rejects.toMatchObject(refusal);
    await expect(migratePostgres(address())).rejects.toMatchObject(refusal);
    const backend = database.connect();
    await expect(backend.schedules.readRevision()).rejects.toMatchObject(refusal);
    await backend.close();
    const named = database.connect({ url: `${database.url}?schema=zenpulse` });
    expect(await named.schedules.readRevision()).toMatchObject({ revision: 1 });
    await named.close();
    await drop('zenpulse');
  });

  it('is one of our own in a new database, beside the tables of an application', async () => {
    const name = `zenpulse_test_${randomUUID().replaceAll('-', '')}`;
    await byHand.query(`CREATE DATABASE ${name}`);
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    try {
      expect((await migratePostgres(postgresAddress(url.href))).length).toBeGreaterThan(1);
      expect(await schemaOf(postgresAddress(url.href))).toBe('zenpulse');
      const backend = database.connect({ url: url.href });
      expect(await backend.schedules.readRevision()).toMatchObject({ revision: 1 });
      await backend.close();
    } finally {
      await byHand.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });

  it('that may not be made is refused with the right to grant and the way around', async () => {
    const name = `zenpulse_test_${randomUUID().replaceAll('-', '')}`;
    const role = `${name}_role`;
    await byHand.query(`CREATE DATABASE ${name}`);
    await byHand.query(`CREATE ROLE ${role} LOGIN`);
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    url.username = role;
    try {
      await expect(migratePostgres(postgresAddress(url.href))).rejects.toMatchObject({
        code: 'store_unavailable',
        reason: 'missing-rights',
        message: `this user may not create the schema "zenpulse": run GRANT CREATE ON DATABASE ${name} TO ${role}, or put the tables into "public" with ?schema=public in the database URL`,
      });
    } finally {
      await byHand.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await byHand.query(`DROP ROLE ${role}`);
    }
  });
});
