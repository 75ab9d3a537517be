import { beforeEach, expect, it } from 'vitest';
import { createTestRunner, type TestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';
import type { JobContext } from './index.ts';

const OUTPUT_CALLS = ['output.watched', 'output.write', 'output.prune'];
const outputCalls = ({ backend }: TestRunner) => backend.calls.filter((call) => OUTPUT_CALLS.includes(call));

let contexts: JobContext[];
let release: (() => void)[];
let scheduleId: string;
beforeEach(() => {
  [contexts, release] = [[], []];
});

/** A runner whose jobs wait until they are released, each with a run by hand. */
async function running(count = 1, options: TestRunnerOptions = {}): Promise<TestRunner> {
  const runner = createTestRunner({
    jobs: {
      'report.send': (context) => {
        contexts.push(context);
        return new Promise<void>((resolve) => release.push(resolve));
      },
    },
    ...options,
  });
  const { id } = await runner.schedule({ enabled: false, maxInstances: 100, logPolicy: 'none' });
  scheduleId = id;
  await runner.engine.start();
  for (let n = 0; n < count; n += 1) await runner.runNow(id);
  await runner.clock.advance(1_000);
  expect(contexts).toHaveLength(count);
  return runner;
}

const contextOf = (at = 0): JobContext => {
  const context = contexts[at];
  if (context === undefined) throw new Error(`expected a run ${at}, got ${contexts.length}`);
  return context;
};

it('is written within two seconds from the first watch, with time and level', async () => {
  const runner = await running();
  const { log, progress, runId } = contextOf();
  const at = runner.clock.now();
  log.info('one');
  await runner.clock.advance(10);
  log.warn('two');
  log.error('three');
  progress(3, 10);
  await runner.backend.output.watch(runId);
  await runner.clock.advance(1_100);
  expect(await runner.backend.output.read(runId)).toEqual({
    runId,
    lines: [
      { seq: 1, at, level: 'info', text: 'one' },
      { seq: 2, at: at + 10, level: 'warn', text: 'two' },
      { seq: 3, at: at + 10, level: 'error', text: 'three' },
    ],
    progress: { done: 3, total: 10 },
    isEnded: false,
  });
  await runner.stop();
});

it('costs nothing while nobody watches', async () => {
  const runner = await running();
  for (let n = 0; n < 60; n += 1) {
    contextOf().log.info('line');
    await runner.clock.advance(1_000);
  }
  expect(outputCalls(runner)).toEqual([]);
  await runner.stop();
});

it('costs nothing while somebody watches and no job runs', async () => {
  const runner = await running();
  release[0]?.();
  await runner.clock.advance(1_000);
  await runner.backend.output.watch(contextOf().runId);
  await runner.backend.output.watch('nobody');
  await runner.clock.advance(60_000);
  expect(outputCalls(runner)).toEqual([]);
  await runner.stop();
});

it('of twenty watched runs costs one statement a second, and none when nothing changed', async () => {
  const runner = await running(20);
  for (const { runId } of contexts) await runner.backend.output.watch(runId);
  await runner.clock.advance(2_000);
  const before = outputCalls(runner).length;
  for (let second = 0; second < 20; second += 1) {
    for (const { log } of contexts) log.info(`second ${second}`);
    await runner.clock.advance(1_000);
  }
  const calls = outputCalls(runner).length - before;
  expect(calls).toBeGreaterThanOrEqual(19);
  expect(calls).toBeLessThanOrEqual(20);
  for (const { runId } of contexts) {
    const written = await runner.backend.output.read(runId);
    expect(written?.lines.at(-1)?.text).toMatch(/^second 1[89]$/);
  }
  await runner.clock.advance(2_000);
  const quiet = outputCalls(runner).length;
  await runner.clock.advance(5_000);
  expect(outputCalls(runner)).toHaveLength(quiet);
  await runner.stop();
});

it('is no longer written when the watch has passed, and then it is pruned', async () => {
  const runner = await running();
  const { runId, log } = contextOf();
  await runner.backend.output.watch(runId);
  for (let second = 0; second < 90; second += 1) {
    log.info(`second ${second}`);
    await runner.clock.advance(1_000);
  }
  expect(await runner.backend.output.read(runId)).toBeNull();
  const calls = outputCalls(runner);
  expect(calls.at(-1)).toBe('output.prune');
  expect(calls.filter((call) => call === 'output.write').length).toBeLessThanOrEqual(31);
  await runner.clock.advance(120_000);
  expect(outputCalls(runner)).toEqual(calls);
  await runner.stop();
});

it('goes on while the watch is renewed, also when hints are lost', async () => {
  const runner = await running();
  const { runId, log } = contextOf();
  await runner.backend.output.watch(runId);
  await runner.clock.advance(1_500);
  runner.backend.cutSignal();
  for (let second = 0; second < 100; second += 1) {
    log.info(`second ${second}`);
    if (second % 10 === 0) await runner.backend.output.watch(runId);
    await runner.clock.advance(1_000);
  }
  const written = await runner.backend.output.read(runId);
  expect(written?.lines.at(-1)?.text).toMatch(/^second 9[89]$/);
  await runner.stop();
});

it('has the last lines and says that the run has ended, under any log policy', async () => {
  const runner = await running();
  const { runId, log } = contextOf();
  await runner.backend.output.watch(runId);
  await runner.clock.advance(2_000);
  log.info('done');
  release[0]?.();
  await runner.clock.advance(1_100);
  const written = await runner.backend.output.read(runId);
  expect(written).toMatchObject({ isEnded: true, lines: [{ text: 'done' }] });
  await runner.clock.advance(40_000);
  expect(await runner.backend.output.read(runId), 'after the watch').toBeNull();
  await runner.stop();
});

it('is written of a run that is watched before it starts', async () => {
  const runner = await running(1, { settings: { concurrency: 1 } });
  const runId = await runner.runNow(scheduleId);
  await runner.backend.output.watch(runId);
  await runner.clock.advance(3_000);
  expect(contexts).toHaveLength(1);
  release[0]?.();
  await runner.clock.advance(100);
  contextOf(1).log.info('started at last');
  await runner.clock.advance(2_100);
  expect((await runner.backend.output.read(runId))?.lines).toMatchObject([{ text: 'started at last' }]);
  await runner.stop();
});

it('is without secrets, as the record is', async () => {
  const redact = (text: string) => text.replaceAll('4711', '****');
  const runner = await running(1, { redact });
  const { runId, log } = contextOf();
  log.info('customer 4711 a\0b\uD800c, password=hunter2');
  await runner.backend.output.watch(runId);
  await runner.clock.advance(1_500);
  const [line] = (await runner.backend.output.read(runId))?.lines ?? [];
  release[0]?.();
  await runner.stop();
  expect(line?.text).toBe('customer **** a\uFFFDb\uFFFDc, password=[redacted]');
  const [execution] = await runner.executions();
  expect(execution?.output).toBe(`${line?.text}\n`);
});

it('is tried again when the database is away, once a second', async () => {
  const runner = await running();
  const { runId, log } = contextOf();
  await runner.backend.output.watch(runId);
  await runner.clock.advance(2_000);
  runner.backend.isAway = true;
  log.info('while it is away');
  await runner.clock.advance(10_000);
  runner.backend.isAway = false;
  await runner.clock.advance(1_100);
  expect((await runner.backend.output.read(runId))?.lines).toMatchObject([{ text: 'while it is away' }]);
  await runner.stop();
});

it('of a job that writes without end is its newest lines, and their number', async () => {
  const runner = await running();
  const { runId, log } = contextOf();
  for (let n = 1; n <= 100_000; n += 1) log.info(`line ${n}`);
  await runner.backend.output.watch(runId);
  await runner.clock.advance(1_500);
  const lines = (await runner.backend.output.read(runId))?.lines ?? [];
  expect(lines.at(-1)).toMatchObject({ seq: 100_000, text: 'line 100000' });
  expect(lines.length).toBeGreaterThan(1_000);
  expect(lines.length).toBeLessThan(2_100);
  await runner.stop();
});
