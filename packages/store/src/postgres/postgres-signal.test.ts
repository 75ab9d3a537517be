import { silentLogger, type Clock, type Signal } from '@zenpulse/core/ports';
import { BY_TEST, createRecordingLogger, sampleFields, type RecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import type { ServerSubject } from '../testing/server-database.ts';
import { openProxy } from '../testing/proxy.ts';
import { until } from '../testing/until.ts';
import { openPostgres } from './open-postgres.ts';
import { postgresAddress } from './postgres-address.ts';
import { createPostgresSignal } from './postgres-signal.ts';

/** A clock on which a second passes in twenty milliseconds. */
const hastyClock: Clock = {
  ...systemClock,
  setTimer: (delayMs, fn) => systemClock.setTimer(delayMs / 50, fn),
};

const LISTENERS = `SELECT "pid" FROM pg_stat_activity WHERE "datname" = current_database() AND "query" LIKE 'LISTEN%'`;

describeOnPostgres('the signal on PostgreSQL', (database) => {
  let logger: RecordingLogger;
  let subject: ServerSubject;
  let client: ReturnType<typeof openPostgres>;
  let signal: Signal;
  let hints = 0;
  let unlisten: () => void;
  beforeEach(async () => {
    logger = createRecordingLogger();
    subject = await database.subject();
    const address = postgresAddress(database.url);
    client = openPostgres(address, silentLogger);
    signal = createPostgresSignal({ address, client, clock: systemClock, logger });
    hints = 0;
    unlisten = signal.listen(() => {
      hints += 1;
    });
    await until(() => hints > 0);
    hints = 0;
  });
  afterEach(async () => {
    unlisten();
    await client.$disconnect();
    await subject.close();
  });

  const insert = `INSERT INTO "zenpulse_schedule_config" ("job_key", "trigger_type", "interval_value", "interval_unit")
    VALUES ('by.hand', 'interval', 1, 'hours')`;

  it('hears SQL by hand when it commits, and a transaction once', async () => {
    await subject.byHand.query(insert);
    await until(() => hints === 1);
    await subject.byHand.query(
      `BEGIN; UPDATE "zenpulse_schedule_config" SET "enabled" = false;
       DELETE FROM "zenpulse_schedule_config"; ${insert}; COMMIT`,
    );
    await until(() => hints > 1);
    await subject.byHand.query(`BEGIN; UPDATE "zenpulse_schedule_config" SET "enabled" = false; ROLLBACK`);
    await subject.byHand.query('TRUNCATE "zenpulse_schedule_config"');
    await until(() => hints > 2);
    expect(hints).toBe(3);
  });

  it('notices what the stores write, without a call of send', async () => {
    const { id } = await subject.backend.schedules.create(sampleFields(), BY_TEST);
    await until(() => hints === 1);
    await subject.backend.schedules.change(id, 1, () => ({ enabled: false }), BY_TEST);
    await until(() => hints === 2);
    await subject.backend.runRequests.add({ id: 'run', scheduleId: id, requestedAt: 0 });
    await until(() => hints === 3);
    await subject.backend.cancelRequests.add({ runId: 'run', requestedAt: 0 });
    await until(() => hints === 4);
    await subject.backend.schedules.remove(id, BY_TEST);
    await until(() => hints === 5);
  });

  it('listens again after its connection was ended, and hints once for what it may have missed', async () => {
    for (let round = 1; round <= 3; round += 1) {
      hints = 0;
      const { rows } = await subject.byHand.query<{ pid: number }>(LISTENERS);
      expect(rows).toHaveLength(1);
      await subject.byHand.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await until(() => hints > 0);
      expect(hints).toBe(1);
      await subject.byHand.query(`DELETE FROM "zenpulse_schedule_config"; ${insert}`);
      await until(() => hints > 1);
    }
    const said = logger.lines
      .filter(({ level }) => level !== 'trace')
      .map(({ level, sentence }) => `${level}: ${sentence}`);
    expect(said.slice(0, 2)).toEqual([
      'warn: The listening connection was lost; changes are noticed by polling until it is back',
      'info: Changes are noticed at once again',
    ]);
  });

  it('listens again after its connection went silent, as revealed by changes without a notification', async () => {
    const proxy = await openProxy(new URL(database.url));
    const address = postgresAddress(proxy.urlOf(database.url));
    let heard = 0;
    const behind = createPostgresSignal({ address, client, clock: hastyClock, logger });
    const unlistenBehind = behind.listen(() => {
      heard += 1;
    });
    await until(() => heard > 0);
    const warned = () => logger.lines.filter(({ level }) => level === 'warn');
    let revision = 1;
    const pair = () => ({ revision, token: `token-${revision}` });
    const next = () => {
      revision += 1;
      return pair();
    };
    for (let i = 0; i < 20; i += 1) {
      heard = 0;
      await subject.byHand.query(`DELETE FROM "zenpulse_schedule_config"`);
      await subject.byHand.query(insert);
      behind.revisionRead(next());
      await until(() => heard > 0);
      behind.revisionRead(pair());
    }
    expect(warned(), 'each was announced, before it was read or soon after').toEqual([]);
    expect(behind.mayHaveChanged(), 'it was read just now').toBe(false);
    proxy.freeze();
    behind.revisionRead(pair());
    while (warned().length === 0) {
      await subject.byHand.query('SELECT 1');
      behind.revisionRead(next());
    }
    expect(behind.mayHaveChanged(), 'nobody listens').toBe(true);
    await proxy.accept();
    heard = 0;
    await until(() => heard > 0);
    heard = 0;
    await subject.byHand.query(`DELETE FROM "zenpulse_schedule_config"`);
    await until(() => heard > 0);
    unlistenBehind();
    await proxy.close();
  });

  it('shares one connection between listeners, and closes it with the last', async () => {
    let others = 0;
    const unlistenOther = signal.listen(() => {
      others += 1;
    });
    await subject.byHand.query(insert);
    await until(() => hints > 0 && others > 0);
    expect((await subject.byHand.query(LISTENERS)).rows).toHaveLength(1);
    unlisten();
    expect((await subject.byHand.query(LISTENERS)).rows).toHaveLength(1);
    unlistenOther();
    for (let i = 0; i < 100; i += 1) {
      if ((await subject.byHand.query(LISTENERS)).rows.length === 0) return;
    }
    expect.fail('expected the connection to be closed');
  });

  it('leaves no connection behind when the last listener ends before it is open', async () => {
    unlisten();
    for (let i = 0; i < 10; i += 1) signal.listen(() => undefined)();
    let heard = false;
    unlisten = signal.listen(() => {
      heard = true;
    });
    await until(() => heard);
    await subject.byHand.query(insert);
    expect((await subject.byHand.query(LISTENERS)).rows.length).toBeLessThanOrEqual(1);
  });
});

describe('the signal of a PostgreSQL server that is away', () => {
  it('keeps trying, reports it once, and never throws', async () => {
    const logger = createRecordingLogger();
    const address = postgresAddress('postgresql://nobody@127.0.0.1:1/nothing');
    const client = openPostgres(address, silentLogger);
    let tries = 0;
    const clock: Clock = {
      ...systemClock,
      setTimer: (delayMs, fn) => {
        tries += 1;
        return hastyClock.setTimer(delayMs, fn);
      },
    };
    const signal = createPostgresSignal({ address, client, clock, logger });
    const unlisten = signal.listen(() => undefined);
    signal.send();
    await until(() => tries > 12);
    unlisten();
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(signal.mayHaveChanged()).toBe(true);
    await client.$disconnect();
  });
});
