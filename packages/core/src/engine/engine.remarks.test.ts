import { describe, expect, it } from 'vitest';
import type { ExceptionEntry, ScheduleChange } from '../domain/index.ts';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { BY_TEST } from '../testing/samples.ts';
import { createTestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const at = (seconds: number) => new Date(REFERENCE_INSTANT + seconds * SECOND).toISOString();
const skip = (seconds: number): ExceptionEntry => ({
  kind: 'skip',
  id: `s${seconds}`,
  at: at(seconds),
  reason: null,
});

/** A running engine with a schedule of every ten seconds, and the texts of its events of one kind. */
async function running() {
  const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
  const { id } = await runner.schedule({ intervalValue: 10, intervalUnit: 'seconds' });
  await runner.engine.start();
  let version = 1;
  const change = async (values: ScheduleChange & { readonly exceptions?: readonly ExceptionEntry[] }) => {
    await runner.backend.schedules.change(id, version, () => values, BY_TEST);
    version += 1;
    await runner.clock.advance(2 * SECOND);
  };
  const events = async (kind: string) => {
    const [report] = await runner.backend.runners.list();
    return (report?.events ?? []).filter((event) => event.kind === kind).map(({ text }) => text);
  };
  return { runner, id, change, events };
}

describe('a runner reports', () => {
  it('exceptions that another trigger takes out, once, and not those that it still yields', async () => {
    const { runner, change, events } = await running();
    await change({ exceptions: [skip(30), skip(40)] });
    expect(await events('exceptions-voided')).toEqual([]);
    await change({ intervalValue: 20 });
    const anchored = REFERENCE_INSTANT + 2 * SECOND; // the new interval counts from its change
    expect(
      (await runner.backend.schedules.list({ sort: 'jobKey', isDescending: false, limit: 1 })).items,
    ).toMatchObject([{ schedule: { anchorAt: anchored, exceptions: null } }]);
    const text = `Exceptions have no effect, since the trigger does not yield their occurrences any more: report.send (skip of ${at(30)}, skip of ${at(40)})`;
    expect(await events('exceptions-voided')).toEqual([text]);
    await change({ maxInstances: 2 });
    expect(await events('exceptions-voided')).toEqual([text]);
    await runner.stop();
  });

  it('exceptions that SQL by hand wrote for what the trigger does not yield', async () => {
    const { runner, id, events } = await running();
    runner.backend.editByHand(id, { exceptions: [skip(30), skip(41)] });
    await runner.clock.advance(12 * SECOND);
    expect(await events('exceptions-voided')).toEqual([
      expect.stringContaining(`report.send (skip of ${at(41)})`),
    ]);
    await runner.stop();
  });

  it('nothing of an exception that was withdrawn or is over', async () => {
    const { runner, change, events } = await running();
    await change({ exceptions: [skip(10), skip(30)] });
    await change({ exceptions: [skip(10)] });
    await runner.clock.advance(10 * SECOND);
    await change({ intervalValue: 7 });
    expect(await events('exceptions-voided')).toEqual([]);
    await runner.stop();
  });

  it('a window that schedules refer to and that does not exist, when they refer to it and when it goes', async () => {
    const { runner, change, events } = await running();
    const { calendar } = runner.backend;
    const weekly = [{ days: ['sun' as const], from: '01:00', to: '02:00' }];
    await calendar.putBlackout({ name: 'nights', definition: { timezone: 'UTC', dates: [], weekly } });
    await change({ blackouts: ['nights', 'holidays'] });
    const textOf = (name: string) =>
      `Schedules refer to blackout windows that do not exist, which has no effect: report.send (${name})`;
    expect(await events('unknown-blackout')).toEqual([textOf('holidays')]);
    await change({ maxInstances: 2 });
    await calendar.removeBlackout('nights');
    await runner.clock.advance(2 * SECOND);
    expect(await events('unknown-blackout')).toEqual([textOf('nights'), textOf('holidays')]);
    await runner.stop();
  });
});
