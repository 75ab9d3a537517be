import type { Backend } from '@zenpulse/core/ports';
import { BY_TEST, sampleExecution, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';

/** Two backends on one database with empty tables, as in two processes. */
export interface TwoConnections {
  readonly one: Backend;
  readonly other: Backend;
  close(): Promise<void>;
}

/** The guarantees for two connections to one database. */
export function concurrencySuite(connect: () => Promise<TwoConnections>): void {
  let one: Backend;
  let other: Backend;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ one, other, close } = await connect());
  });
  afterEach(() => close());

  it('write side by side and lose nothing', async () => {
    const write = async (name: string, { schedules, executions }: Backend) => {
      for (let i = 0; i < 40; i += 1) {
        await schedules.create(sampleFields({ jobKey: `${name}.${i}` }), BY_TEST);
        await executions.append([sampleExecution({ id: `${name}.${i}`, scheduleId: `${name}.${i}` })]);
      }
    };
    await Promise.all([write('a', one), write('b', other)]);
    expect((await other.schedules.readChanges(null)).changed).toHaveLength(80);
    expect((await one.executions.list({}, { limit: 1_000 })).items).toHaveLength(80);
  });

  it('let one of two runners create the schedule from code', async () => {
    for (let i = 0; i < 10; i += 1) {
      const fields = sampleFields({ jobKey: `job.${i}` });
      const made = await Promise.all([
        one.schedules.createFromCode(fields),
        other.schedules.createFromCode(fields),
      ]);
      expect(made.filter((schedule) => schedule !== null)).toHaveLength(1);
    }
  });

  it('let one of two admins change a row that both have read', async () => {
    for (let i = 0; i < 10; i += 1) {
      const { id } = await other.schedules.create(sampleFields({ jobKey: `job.${i}` }), BY_TEST);
      const results = await Promise.allSettled([
        one.schedules.change(id, 1, () => ({ maxInstances: 2 }), BY_TEST),
        other.schedules.change(id, 1, () => ({ maxInstances: 3 }), BY_TEST),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await other.schedules.get(id)).toMatchObject({ schedule: { version: 2 } });
    }
  });

  it('hand a request for a run to one of two runners', async () => {
    for (let i = 0; i < 10; i += 1) {
      await other.runRequests.add({ id: `request-${i}`, scheduleId: 's', requestedAt: 0 });
      const claims = await Promise.all([one.runRequests.claim('a'), other.runRequests.claim('b')]);
      expect(claims.flat()).toHaveLength(1);
    }
  });

  it('keep the real outcome of a run, whichever of two records comes first', async () => {
    for (let i = 0; i < 20; i += 1) {
      const scheduleId = `schedule-${i}`;
      await Promise.all([
        one.executions.append([sampleExecution({ id: `guess-${i}`, scheduleId, status: 'interrupted' })]),
        other.executions.append([sampleExecution({ id: `real-${i}`, scheduleId })]),
      ]);
    }
    const { items } = await other.executions.list({}, { limit: 100 });
    expect(items.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'success'));
  });
}
