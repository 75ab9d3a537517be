import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import type { ExceptionEntry } from '../domain/index.ts';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const at = (seconds: number) => new Date(REFERENCE_INSTANT + seconds * SECOND).toISOString();
const skip = (seconds: number): ExceptionEntry => ({
  kind: 'skip',
  id: `s${seconds}`,
  at: at(seconds),
  reason: null,
});
const move = (seconds: number, to: number): ExceptionEntry => ({
  kind: 'move',
  id: `m${seconds}`,
  at: at(seconds),
  to: at(to),
  reason: null,
});
const run = (seconds: number): ExceptionEntry => ({
  kind: 'run',
  id: `r${seconds}`,
  at: at(seconds),
  reason: null,
});

/** A running engine with a schedule of every ten seconds, and the starts in seconds. */
async function running() {
  const started: number[] = [];
  const runner = createTestRunner({
    jobs: { 'report.send': () => void started.push((runner.clock.now() - REFERENCE_INSTANT) / SECOND) },
  });
  const { id } = await runner.schedule({ intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'all' });
  await runner.engine.start();
  let version = 1;
  const except = async (...exceptions: ExceptionEntry[]) => {
    await runner.backend.schedules.change(id, version, () => ({ exceptions }), BY_TEST);
    version += 1;
  };
  return { runner, id, started, except };
}

describe('exceptions', () => {
  it('reach the runner as a change does, and each holds for its occurrence alone', async () => {
    const { runner, started, except } = await running();
    await runner.clock.advance(11 * SECOND);
    await except(skip(20), move(30, 33), run(45));
    await runner.clock.advance(50 * SECOND);
    expect(started).toEqual([10, 33, 40, 45, 50, 60]);
    const records = await runner.executions();
    expect(records.every(({ status, origin }) => status === 'success' && origin === 'schedule')).toBe(true);
    await runner.stop();
  });

  it('that come while their run waits in the heap are followed', async () => {
    const { runner, started, except } = await running();
    await except(move(20, 15));
    await runner.clock.advance(12 * SECOND);
    await except(move(20, 17));
    await runner.clock.advance(4 * SECOND);
    await except();
    await runner.clock.advance(10 * SECOND);
    expect(started).toEqual([10, 20]);
    await runner.stop();
  });

  it('do not run again what has run, when they are taken back or written again', async () => {
    const { runner, started, except } = await running();
    await except(move(30, 15));
    await runner.clock.advance(16 * SECOND);
    await except(move(30, 15), run(12));
    await runner.clock.advance(20 * SECOND);
    expect(started).toEqual([10, 15, 20]);
    await runner.stop();
  });
});
