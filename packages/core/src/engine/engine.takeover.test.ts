import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner, type TestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';
import type { JobFunction } from './jobs/job-registry.ts';

const SECOND = 1_000;
const tenSeconds = { intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'all' } as const;

/** A job that takes `ms` of fake time. */
const lasting =
  (runner: () => TestRunner, ms: number): JobFunction =>
  () =>
    new Promise<void>((resolve) => void runner().clock.setTimer(ms, resolve));

const locking = (job: JobFunction, options: TestRunnerOptions = {}): TestRunner =>
  createTestRunner({ jobs: { 'report.send': job }, isLocking: true, ...options });

/** The next runner on the same data. */
const successor = (before: TestRunner, job: JobFunction = () => undefined, runnerId = 'runner-2') =>
  locking(job, { beside: before, settings: { runnerId, hostname: 'host-2', pid: 2 } });

const told = async (runner: TestRunner): Promise<string[]> =>
  (await runner.executions())
    .toSorted((a, b) => a.scheduledAt - b.scheduledAt || a.attempt - b.attempt)
    .map(({ scheduledAt, status, reason, attempt }) => {
      const second = (scheduledAt - REFERENCE_INSTANT) / SECOND;
      return `${second}${attempt === 1 ? '' : `#${attempt}`} ${status}${reason === null ? '' : `/${reason}`}`;
    });

describe('a runner that is killed', () => {
  it('leaves what it was running as interrupted, with what is known', async () => {
    const first: TestRunner = locking(lasting(() => first, 60 * SECOND));
    await first.schedule({ ...tenSeconds, maxInstances: 2 });
    await first.engine.start();
    await first.clock.advance(12 * SECOND);
    first.crash();
    const second = successor(first);
    await second.engine.start();
    await second.clock.advance(2 * SECOND);
    expect(await second.executions()).toMatchObject([
      {
        status: 'interrupted',
        reason: 'runner-died',
        runTime: REFERENCE_INSTANT + 10 * SECOND,
        durationMs: null,
        hostname: 'host-1',
        pid: 4242,
      },
    ]);
    await second.clock.advance(8 * SECOND);
    expect(await told(second)).toEqual(['10 interrupted/runner-died', '20 success']);
    await second.stop();
  });

  it('leaves what it had queued to the next one, which starts it within its grace', async () => {
    const first: TestRunner = locking(
      lasting(() => first, 60 * SECOND),
      { settings: { concurrency: 1 } },
    );
    await first.schedule({ ...tenSeconds, intervalValue: 3_600 });
    await first.schedule({ ...tenSeconds, variant: 'b', misfireGraceTime: 30 });
    await first.schedule({ ...tenSeconds, variant: 'c', misfireGraceTime: 1 });
    await first.engine.start();
    await first.clock.advance(12 * SECOND);
    first.crash();
    const second = successor(first);
    await second.engine.start();
    await second.clock.advance(3 * SECOND);
    expect((await told(second)).sort()).toEqual(['10 interrupted/runner-died', '10 missed/down']);
    await second.stop();
  });

  it('loses no record that had not reached the database, and none arrives twice', async () => {
    const first = locking(() => undefined);
    await first.schedule(tenSeconds);
    await first.engine.start();
    first.backend.isAway = true;
    await first.clock.advance(25 * SECOND);
    first.crash();
    first.backend.isAway = false;
    const second = successor(first);
    await second.engine.start();
    await second.clock.advance(2 * SECOND);
    expect(await told(second)).toEqual(['10 success', '20 success']);
    second.crash();
    const third = successor(second, () => undefined, 'runner-3');
    await third.engine.start();
    await third.clock.advance(2 * SECOND);
    expect(await told(third)).toEqual(['10 success', '20 success']);
    await third.stop();
  });

  it('leaves its waiting retries, which come at their time', async () => {
    const failing = () => {
      throw new Error('always');
    };
    const first = locking(failing);
    await first.schedule({ ...tenSeconds, intervalValue: 60, maxRetries: 3 });
    await first.engine.start();
    await first.clock.advance(62 * SECOND); // the first try at 60, the second at 61, the third is due at 63
    first.crash();
    const second = successor(first);
    await second.engine.start();
    await second.clock.advance(2 * SECOND);
    expect(await told(second)).toEqual(['60 fail', '60#2 fail', '60#3 success']);
    await second.stop();
  });

  it('and its adopter too: what it had taken over goes on to the third', async () => {
    const first: TestRunner = locking(
      lasting(() => first, 60 * SECOND),
      { settings: { concurrency: 1 } },
    );
    await first.schedule({ ...tenSeconds, intervalValue: 20 });
    await first.schedule({ ...tenSeconds, variant: 'b', intervalValue: 20 });
    await first.engine.start();
    await first.clock.advance(21 * SECOND);
    first.backend.isAway = true;
    first.crash();
    const second = successor(first);
    await second.engine.start(); // it knows no schedules yet, so waiting runs keep waiting
    await second.clock.advance(3 * SECOND);
    second.crash();
    first.backend.isAway = false;
    const third = successor(second, () => undefined, 'runner-3');
    await third.engine.start();
    await third.clock.advance(3 * SECOND);
    expect((await told(third)).sort()).toEqual(['20 interrupted/runner-died', '20 success']);
    await third.stop();
  });

  it('gives a run by hand that it had claimed an end', async () => {
    const first: TestRunner = locking(
      lasting(() => first, 60 * SECOND),
      { settings: { concurrency: 1 } },
    );
    const { id } = await first.schedule({ ...tenSeconds, maxInstances: 3 });
    await first.engine.start();
    await first.clock.advance(11 * SECOND);
    const runId = await first.runNow(id);
    await first.clock.advance(SECOND);
    first.crash();
    const second = successor(first);
    await second.engine.start();
    await second.clock.advance(SECOND);
    expect(await second.backend.executions.get(runId)).toMatchObject({
      status: 'interrupted',
      reason: 'runner-died',
      origin: 'manual',
    });
    expect(await second.backend.runRequests.claimed()).toEqual([]);
    await second.stop();
  });
});

describe('a runner that stops', () => {
  it('leaves the retry of a job that fails meanwhile to the next one', async () => {
    const first: TestRunner = locking(async () => {
      await new Promise<void>((resolve) => void first.clock.setTimer(3 * SECOND, resolve));
      throw new Error('always');
    });
    await first.schedule({ ...tenSeconds, intervalValue: 60, maxRetries: 1 });
    await first.engine.start();
    await first.clock.advance(61 * SECOND);
    await first.stop();
    const second = successor(first);
    await second.engine.start();
    await second.clock.advance(SECOND);
    expect(await told(second)).toEqual(['60 fail', '60#2 success']);
    await second.stop();
  });
});

describe('a runner whose death nobody can see', () => {
  const unseen = async (onAmbiguous: 'skip' | 'run') => {
    const first = locking(() => undefined);
    await first.schedule({
      ...tenSeconds,
      intervalValue: 2,
      coalesce: false,
      misfireGraceTime: null,
      onAmbiguous,
    });
    await first.engine.start();
    await first.clock.advance(9.5 * SECOND); // the last renewal at 5 s: P is 5 s, R is 15 s
    first.crash('unseen');
    const second = successor(first);
    await second.engine.start();
    await second.clock.advance(25 * SECOND);
    const rows = await told(second);
    await second.stop();
    return rows;
  };

  it('leaves what it may have started as missed, unless a real outcome is there', async () => {
    const rows = await unseen('skip');
    expect(rows.slice(0, 4)).toEqual(['2 success', '4 success', '6 success', '8 success']);
    expect(rows).toContain('14 missed/ambiguous');
    expect(rows).toContain('16 success');
    expect(rows).not.toContain('10 success');
  });

  it('or has it run again where the schedule says so', async () => {
    const rows = await unseen('run');
    expect(rows).toContain('10 success');
    expect(rows.some((row) => row.includes('ambiguous'))).toBe(false);
  });
});

describe('a lost lease', () => {
  it('keeps waiting runs, and continues if no other runner had the lease', async () => {
    const first: TestRunner = locking(
      lasting(() => first, 4 * SECOND),
      { settings: { concurrency: 1 } },
    );
    await first.schedule({ ...tenSeconds, misfireGraceTime: null });
    await first.schedule({ ...tenSeconds, variant: 'b', misfireGraceTime: null });
    await first.engine.start();
    await first.clock.advance(11 * SECOND);
    first.backend.revokeLease('the connection ended');
    await first.clock.advance(8 * SECOND);
    expect(await told(first)).toEqual(['10 success', '10 success']);
    await first.stop();
  });

  it('gives up what another may have decided anew', async () => {
    const first: TestRunner = locking(
      lasting(() => first, 60 * SECOND),
      { settings: { concurrency: 1 } },
    );
    await first.schedule({ ...tenSeconds, intervalValue: 8 });
    await first.schedule({ ...tenSeconds, intervalValue: 8, variant: 'b', misfireGraceTime: 5 });
    await first.engine.start();
    await first.clock.advance(9 * SECOND);
    const second = successor(first);
    await second.engine.start();
    first.backend.revokeLease('it slept for too long');
    await second.clock.advance(30 * SECOND);
    const eights = (await told(second)).filter((row) => row.startsWith('8 '));
    expect(eights).toContain('8 missed/ambiguous');
    expect(eights.filter((row) => row.includes('success'))).toEqual([]);
    await first.stop();
    await second.stop();
  });
});

describe('a journal that cannot be written', () => {
  it('stops nothing, is shown, and is whole again later', async () => {
    const runner = locking(() => undefined);
    await runner.schedule(tenSeconds);
    await runner.engine.start();
    runner.backend.journalRoom.isFull = true;
    await runner.clock.advance(21 * SECOND);
    expect(await told(runner)).toEqual(['10 success', '20 success']);
    const problems = async () => (await runner.backend.runners.list())[0]?.problems;
    expect(await problems()).toEqual([expect.stringContaining('The journal cannot be written')]);
    runner.backend.journalRoom.isFull = false;
    await runner.clock.advance(10 * SECOND);
    expect(await problems()).toEqual([]);
    await runner.stop();
  });
});

describe('a database that is away when the runner starts', () => {
  it('is waited for, and what fell due since P is caught up then', async () => {
    const first = locking(() => undefined);
    await first.schedule({ ...tenSeconds, misfireGraceTime: null });
    await first.engine.start();
    await first.clock.advance(11 * SECOND);
    await first.stop();
    const second = successor(first);
    second.backend.isAway = true;
    await second.engine.start();
    await second.clock.advance(60 * SECOND);
    expect(
      second.logger.lines.filter(({ sentence }) => sentence.includes('waits for the database')),
    ).toHaveLength(1);
    second.backend.isAway = false;
    await second.clock.advance(10 * SECOND);
    expect((await told(second)).slice(0, 2)).toEqual(['10 success', '100 success']);
    await second.stop();
  });
});

describe('a second runner without --lock', () => {
  it('is warned of loudly, and so is one of which only the other locks', async () => {
    const first = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await first.engine.start();
    const warnings = async (isLocking: boolean, runnerId: string) => {
      const next = createTestRunner({ beside: first, isLocking, settings: { runnerId } });
      await next.engine.start();
      const said = next.logger.lines.filter(({ sentence }) =>
        sentence.includes('Another runner is active as well'),
      );
      await next.stop();
      return said.map(({ level }) => level);
    };
    expect(await warnings(false, 'runner-2')).toEqual(['warn']);
    expect(await warnings(true, 'runner-3')).toEqual(['warn']);
    await first.stop();
    expect(await warnings(false, 'runner-4')).toEqual([]);
  });

  it('that differs is named by both, once, in log and report, until it is gone', async () => {
    const job = () => undefined;
    const first = createTestRunner({ isLocking: true, jobs: { 'report.send': job } });
    await first.engine.start();
    const second = createTestRunner({
      isLocking: true,
      beside: first,
      jobs: { 'report.send': job, invoice: job },
      settings: { runnerId: 'runner-2', zoneData: '2026c' },
    });
    await second.engine.start();
    await first.clock.advance(10 * SECOND);
    const words = (of: 'runner-1' | 'runner-2') =>
      first.backend.runners.list().then((list) => list.find(({ runnerId }) => runnerId === of)?.problems);
    expect(await words('runner-1')).toEqual([
      'This runner lacks the job invoice of the runner runner-2 on host-1: its occurrences are skipped now.',
    ]);
    expect(await words('runner-2')).toEqual([
      'The runner runner-1 on host-1 lacks the job invoice: its occurrences are skipped now.',
    ]);
    expect(first.engine.gauges().differences).toBe(1);
    await second.stop();
    await first.clock.advance(120 * SECOND);
    expect(await words('runner-1')).toEqual([]);
    const said = first.logger.lines.filter(({ sentence }) => sentence.includes('lacks the job invoice'));
    expect(said).toMatchObject([{ level: 'warn' }]);
    await first.stop();
  });

  it('that begins later is noticed by the earlier one too, once, in its log and in its report', async () => {
    const first = createTestRunner({ jobs: { 'report.send': () => undefined } });
    const second = createTestRunner({ beside: first, settings: { runnerId: 'runner-2' } });
    await first.engine.start();
    await first.clock.advance(30 * SECOND);
    await second.engine.start();
    await first.clock.advance(10 * SECOND);
    await first.schedule({ jobKey: 'other' }); // a hint
    await first.clock.advance(60 * SECOND);
    for (const runner of [first, second]) {
      const said = runner.logger.lines.filter(({ sentence }) =>
        sentence.includes('Another runner is active as well'),
      );
      expect(said).toMatchObject([{ level: 'warn' }]);
    }
    const reports = await first.backend.runners.list();
    for (const { events } of reports) {
      expect(events.filter(({ kind }) => kind === 'second-runner')).toHaveLength(1);
    }
    await second.stop();
    await first.stop();
  });
});
