import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestRunner, type TestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const daily = { intervalValue: 1, intervalUnit: 'days', logPolicy: 'all' } as const;

const recorded = async (runner: TestRunner) =>
  (await runner.executions()).map(({ status, attempt, params }) => ({ status, attempt, params }));

describe('a run by hand with params of its own', () => {
  it('gives them to the job in place of the schedule’s, and records them without secrets', async () => {
    const seen: unknown[] = [];
    const runner = createTestRunner({ jobs: { 'report.send': ({ params }) => void seen.push(params) } });
    const { id } = await runner.schedule({ ...daily, params: { region: 'eu', limit: 5 } });
    await runner.engine.start();
    await runner.runNow(id, { region: 'us', token: 'abc' });
    await runner.clock.advance(5 * SECOND);
    await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
    expect(seen).toEqual([
      { region: 'us', token: 'abc' },
      { region: 'eu', limit: 5 },
    ]);
    expect((await recorded(runner)).map(({ params }) => params)).toEqual([
      { region: 'us', token: '[redacted]' },
      { region: 'eu', limit: 5 },
    ]);
    await runner.stop();
  });

  it('keeps them in its retries, also after the runner has died', async () => {
    const seen: unknown[] = [];
    const failing = ({ params }: { readonly params: unknown }) => {
      seen.push(params);
      throw new Error('always');
    };
    const first = createTestRunner({ isLocking: true, jobs: { 'report.send': failing } });
    const { id } = await first.schedule({ ...daily, maxRetries: 2, params: { region: 'eu' } });
    await first.engine.start();
    await first.clock.advance(SECOND);
    await first.runNow(id, { region: 'us' });
    await first.clock.advance(2_500);
    expect(seen).toEqual([{ region: 'us' }, { region: 'us' }]);
    first.crash();
    const second = createTestRunner({
      beside: first,
      isLocking: true,
      settings: { runnerId: 'runner-2' },
      jobs: { 'report.send': failing },
    });
    await second.engine.start();
    await second.clock.advance(60 * SECOND);
    expect(seen).toEqual([{ region: 'us' }, { region: 'us' }, { region: 'us' }]);
    expect(await recorded(second)).toEqual(
      [1, 2, 3].map((attempt) => ({ status: 'fail', attempt, params: { region: 'us' } })),
    );
    await second.stop();
  });

  it('keeps them in the record that its successor makes of it', async () => {
    const first = createTestRunner({
      isLocking: true,
      jobs: { 'report.send': () => new Promise(() => undefined) },
    });
    const { id } = await first.schedule(daily);
    await first.engine.start();
    await first.clock.advance(SECOND);
    await first.runNow(id, { region: 'us', token: 'abc' });
    await first.clock.advance(2 * SECOND);
    first.crash();
    const second = createTestRunner({ beside: first, isLocking: true, settings: { runnerId: 'runner-2' } });
    await second.engine.start();
    await second.clock.advance(30 * SECOND);
    expect(await recorded(second)).toEqual([
      { status: 'interrupted', attempt: 1, params: { region: 'us', token: '[redacted]' } },
    ]);
    await second.stop();
  });

  it.each(['{"broken', 5, [1], { text: 'x'.repeat(20_000) }])(
    'is not started if SQL by hand left %j as its params',
    async (params) => {
      let runs = 0;
      const runner = createTestRunner({ jobs: { 'report.send': () => void (runs += 1) } });
      const { id } = await runner.schedule(daily);
      await runner.engine.start();
      await runner.runNow(id, params);
      await runner.clock.advance(5 * SECOND);
      expect(await runner.executions()).toMatchObject([
        { status: 'fail', reason: 'wrong-params', exceptionType: 'ParamsError', durationMs: null },
      ]);
      expect(runs).toBe(0);
      await runner.stop();
    },
  );
});

describe('a job that declares its params', () => {
  const paramsSchema = z.object({ region: z.enum(['eu', 'us']), limit: z.int().default(100) });

  it('gets them as its schema returns them', async () => {
    const seen: unknown[] = [];
    const runner = createTestRunner({
      jobs: { 'report.send': ({ params }) => void seen.push(params) },
      paramsSchemas: { 'report.send': paramsSchema },
    });
    const { id } = await runner.schedule({ ...daily, params: { region: 'eu' } });
    await runner.engine.start();
    await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
    expect(seen).toEqual([{ region: 'eu', limit: 100 }]);
    expect(await recorded(runner)).toMatchObject([{ status: 'success', params: { region: 'eu' } }]);
    await runner.stop();
  });

  it('does not run with others: the run fails at once, once, and says what is wrong', async () => {
    let runs = 0;
    const runner = createTestRunner({
      jobs: { 'report.send': () => void (runs += 1) },
      paramsSchemas: { 'report.send': paramsSchema },
    });
    const tenSeconds = { intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'all' } as const;
    await runner.schedule({ ...tenSeconds, maxRetries: 3, params: { region: 'mars', limit: 1.5 } });
    await runner.engine.start();
    await runner.clock.advance(15 * SECOND);
    expect(await runner.executions()).toMatchObject([
      {
        status: 'fail',
        reason: 'wrong-params',
        exceptionType: 'ParamsError',
        exceptionMessage: expect.stringMatching(
          /paramsSchema: params\.region: .*; params\.limit: /,
        ) as string,
        traceback: expect.stringMatching(/^ParamsError: [^\n]*$/) as string,
        durationMs: null,
        attempt: 1,
      },
    ]);
    expect(runs).toBe(0);
    await runner.stop();
  });

  it('frees its slot and its place for the next run', async () => {
    const seen: unknown[] = [];
    const runner = createTestRunner({
      jobs: { 'report.send': ({ params }) => void seen.push(params['region']) },
      paramsSchemas: { 'report.send': paramsSchema },
      settings: { concurrency: 1 },
    });
    const { id } = await runner.schedule({ ...daily, params: { region: 'eu' } });
    await runner.engine.start();
    await runner.runNow(id, { region: 'mars' });
    await runner.clock.advance(5 * SECOND);
    await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
    expect(seen).toEqual(['eu']);
    await runner.stop();
  });

  it('is reported with the JSON schema of what it takes', async () => {
    const runner = createTestRunner({
      jobs: { 'report.send': () => undefined, other: () => undefined },
      paramsSchemas: { 'report.send': paramsSchema },
    });
    await runner.engine.start();
    await runner.clock.advance(11 * SECOND);
    const [seen] = await runner.backend.runners.list();
    expect(seen?.jobs.map((job) => [job.jobKey, job.paramsSchema])).toMatchObject([
      ['report.send', { type: 'object', required: ['region'], properties: { limit: { default: 100 } } }],
      ['other', undefined],
    ]);
    await runner.stop();
  });
});
