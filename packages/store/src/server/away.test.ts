import { NO_RUN_INSTANTS } from '@zenpulse/core/domain';
import { type Backend } from '@zenpulse/core/ports';
import {
  BY_TEST,
  REFERENCE_INSTANT,
  sampleExecution,
  sampleFields,
  sampleSnapshot,
} from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServerSubject } from '../testing/server-database.ts';
import { describeOnServers } from '../testing/servers.ts';
import { openProxy, type Proxy } from '../testing/proxy.ts';

const IMPATIENT_MS = 300;
const AWAY = { code: 'store_unavailable' };

const sampleDelta = {
  scheduleId: 'x',
  runs: 1,
  failures: 0,
  missed: 0,
  skipped: 0,
  ...NO_RUN_INSTANTS,
  lastRun: {
    runId: 'run-1',
    status: 'success',
    scheduledAt: REFERENCE_INSTANT,
    runTime: REFERENCE_INSTANT,
    durationMs: 1,
  },
} as const;

describeOnServers('while the server is away', (database) => {
  let subject: ServerSubject;
  let proxy: Proxy;
  let backend: Backend;
  beforeEach(async () => {
    subject = await database.subject();
    proxy = await openProxy(new URL(database.url));
    backend = database.connect({ url: proxy.urlOf(database.url), patienceMs: IMPATIENT_MS });
  });
  afterEach(async () => {
    await backend.close();
    await proxy.close();
    await subject.close();
  });

  it('every operation reports the store as unavailable, and works again afterwards', async () => {
    const { schedules, executions, runRequests: requests, cancelRequests, stats, runners } = backend;
    let id = '';
    const page = { sort: 'jobKey', isDescending: false, limit: 1 } as const;
    const report = await runners.open('runner-1');
    const operations: Record<string, () => Promise<unknown>> = {
      readRevision: () => schedules.readRevision(),
      readChanges: () => schedules.readChanges(null),
      hasHad: () => schedules.hasHad({ revision: 1, token: 'x' }),
      list: () => schedules.list(page),
      countEach: () => schedules.countEach({ total: null }),
      get: () => schedules.get('x'),
      revisionOf: () => schedules.revisionOf('x'),
      findByJobs: () => schedules.findByJobs(['x']),
      create: async () => ({ id } = await schedules.create(sampleFields(), BY_TEST)),
      change: () => schedules.change(id, 1, () => ({ maxInstances: 2 }), BY_TEST),
      remove: () => schedules.remove(id, BY_TEST),
      createFromCode: () => schedules.createFromCode(sampleFields({ jobKey: 'code' })),
      append: () => executions.append([sampleExecution()]),
      'list executions': () => executions.list({}, { limit: 1 }),
      'get execution': () => executions.get('run-1'),
      occurrences: () => executions.occurrences('x', 0, 1),
      count: () => executions.count({}),
      deleteWhere: () => executions.deleteWhere({}),
      request: () => requests.add({ id: 'r', scheduleId: 'x', requestedAt: REFERENCE_INSTANT }),
      claim: () => requests.claim('runner-1'),
      expired: () => requests.expired(REFERENCE_INSTANT),
      claimed: () => requests.claimed(),
      forget: () => requests.forget(['r']),
      cancel: () => cancelRequests.add({ runId: 'r', requestedAt: REFERENCE_INSTANT }),
      'list cancels': () => cancelRequests.list(),
      'forget cancels': () => cancelRequests.forget(['r']),
      stats: () => stats.add([sampleDelta], { writer: 'runner-1', number: 1 }),
      lastRuns: () => stats.lastRuns(['x']),
      instantsOf: () => stats.instantsOf(['x']),
      totalsOf: () => stats.totalsOf(['x']),
      report: () => report.write(sampleSnapshot()),
      runners: () => runners.list(),
      'take off': () => runners.remove('nobody'),
    };
    await proxy.refuse();
    for (const [name, operation] of Object.entries(operations)) {
      await expect(operation(), name).rejects.toMatchObject(AWAY);
    }
    await proxy.accept();
    for (const [name, operation] of Object.entries(operations)) {
      await expect(operation(), name).resolves.not.toThrow();
    }
  });

  it('a connection that goes silent ends by a timeout, and so does one that is never answered', async () => {
    const { schedules } = backend;
    expect(await schedules.readRevision()).toMatchObject({ revision: 1 });
    proxy.freeze();
    await expect(schedules.readRevision()).rejects.toMatchObject(AWAY);
    await expect(schedules.readRevision()).rejects.toMatchObject(AWAY);
    await proxy.accept();
    expect(await schedules.readRevision()).toMatchObject({ revision: 1 });
  });

  it('a statement that waits too long for another session is given up by the server', async () => {
    const { schedules } = backend;
    await subject.byHand.query('BEGIN');
    await subject.byHand.query('UPDATE "zenpulse_revision" SET "revision" = "revision" + 1');
    await expect(schedules.create(sampleFields(), BY_TEST)).rejects.toMatchObject(AWAY);
    await subject.byHand.query('COMMIT');
    await schedules.create(sampleFields(), BY_TEST);
  });

  it('connections that the server ended are replaced', async () => {
    const { schedules } = backend;
    await Promise.all([1, 2, 3, 4, 5].map(() => schedules.readRevision()));
    await database.sql.endSessions(subject.byHand);
    let answered = 0;
    for (let i = 0; i < 10; i += 1) {
      const answer = await schedules.revisionOf('nobody').catch((error: { code: string }) => error.code);
      if (answer === null) answered += 1;
      else expect(answer).toBe(AWAY.code);
    }
    expect(answered).toBeGreaterThan(4);
  });

  it('a database, role or table that does not exist is distinguished from other errors', async () => {
    const readWith = async (url: URL) => {
      const other = database.connect({ url: url.href });
      try {
        return await other.schedules.readRevision();
      } finally {
        await other.close();
      }
    };
    const url = (change: (url: URL) => void) => {
      const changed = new URL(database.url);
      change(changed);
      return changed;
    };
    const noDatabase = url((it) => (it.pathname = '/zenpulse_no_such_database'));
    await expect(readWith(noDatabase)).rejects.toMatchObject({
      // `migrate` makes a database on MySQL, and a schema on PostgreSQL.
      code: database.kind === 'mysql' ? 'schema_mismatch' : 'store_unavailable',
      message: expect.stringContaining('zenpulse_no_such_database') as string,
    });
    await expect(readWith(url((it) => (it.username = 'zenpulse_nobody')))).rejects.toMatchObject(AWAY);
    const noTable = new URL(database.place('nowhere').url);
    await expect(readWith(noTable)).rejects.toMatchObject({ code: 'schema_mismatch' });
  });
});
