import { summaryOf } from '@zenpulse/core/domain';
import { StoreError, type Backend } from '@zenpulse/core/ports';
import { BY_TEST, createRecordingLogger, sampleExecution, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Place } from '../testing/server-database.ts';
import { describeOnServers } from '../testing/servers.ts';
import { openProxy, type Proxy } from '../testing/proxy.ts';

describeOnServers('a database whose tables are not what this release needs', (database) => {
  let count = 0;
  let place: Place;
  let backend: Backend;
  beforeEach(() => {
    count += 1;
    place = database.place(`gate_${count}`);
    backend = database.connect({ url: place.url });
  });
  afterEach(() => backend.close());

  const refusal = async () => {
    const refused: unknown = await backend.schedules.readRevision().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreError);
    const { code, message } = refused as StoreError;
    expect(code).toBe('schema_mismatch');
    expect(message).not.toContain('\n');
    return message;
  };
  const byHand = async (...statements: string[]) => {
    const client = await database.byHand();
    await client.query(place.enter);
    for (const statement of statements) await client.query(statement);
    await client.end();
  };

  it('without any is refused with the command that makes them, and served once it was run', async () => {
    expect(await refusal()).toMatch(/gate_1.*no tables of ZenPulse yet; .*"npx zenpulse migrate"$/);
    await database.migrate(place.url);
    expect(await backend.schedules.readRevision()).toMatchObject({ revision: 1 });
  });

  it('with those of an older release is refused by every operation, and served once it was run', async () => {
    await database.migrate(place.url);
    await byHand(
      `DELETE FROM "zenpulse_migration" WHERE "name" = '0002_lease'`,
      'DROP TABLE "zenpulse_lease"',
      ...(database.kind === 'postgres' ? ['DROP FUNCTION "zenpulse_await_lock"'] : []),
    );
    expect(await refusal()).toMatch(/not up to date \(0002_lease is missing\); .*"npx zenpulse migrate"$/);
    const operations: Promise<unknown>[] = [
      backend.schedules.readChanges(null),
      backend.executions.append([]),
      backend.runRequests.claim('a'),
      backend.cancelRequests.list(),
      backend.stats.lastRuns([]),
      backend.runners.list(),
      backend.runners.open('a'),
      backend.peekTenure('locking'),
    ];
    for (const operation of operations) {
      await expect(operation).rejects.toMatchObject({ code: 'schema_mismatch' });
    }
    await database.migrate(place.url);
    expect(await backend.peekTenure('locking')).toMatchObject({ epoch: 1, processedUntil: null });
  });

  it('with those of a newer release serves those who were there before', async () => {
    await database.migrate(place.url);
    await backend.schedules.readRevision();
    const table = '"zenpulse_job_execution_log"';
    await byHand(
      `INSERT INTO "zenpulse_migration" VALUES ('9999_later', ${database.sql.now})`,
      `ALTER TABLE ${table} ADD COLUMN "later" INTEGER DEFAULT 7`,
      `CREATE INDEX "zenpulse_later" ON ${table} ("later", "run_time")`,
    );
    await backend.executions.append([sampleExecution()]);
    expect(await backend.executions.get('run-1')).toEqual(sampleExecution());
    const { items } = await backend.executions.list({ jobKey: 'report.send' }, { limit: 9 });
    expect(items).toEqual([summaryOf(sampleExecution())]);
    await backend.schedules.create(sampleFields(), BY_TEST);
    expect((await backend.schedules.readChanges(null)).changed).toHaveLength(1);
    const started = database.connect({ url: place.url });
    await expect(started.executions.get('run-1')).rejects.toMatchObject({ code: 'schema_mismatch' });
    await started.close();
  });

  it('with those of a newer release is refused until this one is updated', async () => {
    await database.migrate(place.url);
    await byHand(`INSERT INTO "zenpulse_migration" VALUES ('9999_later', ${database.sql.now})`);
    expect(await refusal()).toMatch(
      /made by a newer release \(9999_later is unknown to \S+\); update the package/,
    );
  });
});

describeOnServers('the look at the tables', (database) => {
  let proxy: Proxy;
  beforeEach(async () => {
    proxy = await openProxy(new URL(database.url));
  });
  afterEach(() => proxy.close());

  it('waits for a database that is away: that is no old schema', async () => {
    await proxy.refuse();
    const backend = database.connect({ url: proxy.urlOf(database.url) });
    await expect(backend.schedules.readRevision()).rejects.toMatchObject({ code: 'store_unavailable' });
    await proxy.accept();
    expect(await backend.schedules.readRevision()).toMatchObject({ revision: 1 });
    await backend.close();
  });

  it('is taken once, however many ask', async () => {
    const logger = createRecordingLogger();
    const backend = database.connect({ logger });
    const ask = () => Promise.all([backend.schedules.readRevision(), backend.executions.get('x')]);
    await ask();
    await ask();
    const looks = logger.lines.filter(({ facts }) => String(facts['sql']).includes('zenpulse_migration'));
    expect(looks).toHaveLength(1);
    await backend.close();
  });
});
