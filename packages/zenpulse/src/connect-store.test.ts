import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleExecution, sampleSnapshot } from '@zenpulse/core/testing';
import { silentLogger } from '@zenpulse/core/ports';
import { connect, resolveSettings, systemClock } from '@zenpulse/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectStore, type Store, type StoreOptions } from './connect-store.ts';
import { nextRuns } from './next-runs.ts';

const EVERY_MINUTE = {
  jobKey: 'mail.send',
  triggerType: 'interval',
  intervalValue: 1,
  intervalUnit: 'minutes',
} as const;

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenpulse-store-'));
  store = await connectStore({ database: `file:${folder}/zenpulse.db`, timezone: 'Europe/Berlin' });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** The same database, opened as another process does. */
async function otherProcess() {
  const settings = await resolveSettings({ database: `file:${folder}/zenpulse.db` }, {}, folder);
  return connect(settings, systemClock, silentLogger);
}

describe('save', () => {
  it('creates a schedule with defaults, the configured zone and its next run', async () => {
    const saved = await store.save(EVERY_MINUTE);
    expect(saved).toMatchObject({
      jobKey: 'mail.send',
      version: 1,
      timezone: 'Europe/Berlin',
      logPolicy: 'failures',
    });
    expect(saved.nextRunAt?.getTime()).toBe(saved.anchorAt.getTime() + 60_000);
    expect(await store.list()).toEqual([saved]);
  });

  it('begins where the job’s code says, as a running runner reports it', async () => {
    const other = await otherProcess();
    const job = {
      jobKey: 'mail.send',
      definedAt: 'jobs.ts:1',
      declared: null,
      defaults: { maxInstances: 5 },
    };
    await (await other.runners.open('runner-1')).write(sampleSnapshot({ jobs: [job] }));
    await other.close();
    expect(await store.save(EVERY_MINUTE)).toMatchObject({ maxInstances: 5, maxRetries: 0 });
    await store.save({ jobKey: 'mail.send', maxInstances: 1 });
    expect(await store.save({ jobKey: 'mail.send', maxRetries: 1 })).toMatchObject({ maxInstances: 1 });
  });

  it('changes the fields named of the one there is, and keeps the rest', async () => {
    const { id, anchorAt } = await store.save({ ...EVERY_MINUTE, maxRetries: 3 });
    const saved = await store.save({ jobKey: 'mail.send', enabled: false });
    expect(saved).toMatchObject({
      id,
      version: 2,
      enabled: false,
      maxRetries: 3,
      intervalValue: 1,
      anchorAt,
      nextRunAt: null,
    });
  });

  it('takes a note, and refuses one with invisible characters', async () => {
    expect(await store.save(EVERY_MINUTE)).toMatchObject({ note: null });
    const noted = await store.save({ jobKey: 'mail.send', note: 'Ann asked for it ' });
    expect(noted).toMatchObject({ note: 'Ann asked for it', version: 2 });
    await expect(store.save({ jobKey: 'mail.send', note: 'a\u202eb' })).rejects.toThrow(
      'note: expected a note without invisible characters',
    );
  });

  it('writes nothing for the same values again', async () => {
    await store.save({ ...EVERY_MINUTE, params: { a: 1, b: [2] } });
    expect(await store.save({ ...EVERY_MINUTE, params: { b: [2], a: 1 } })).toMatchObject({ version: 1 });
  });

  it('takes back what it handed out, changed or not', async () => {
    const saved = await store.save({ ...EVERY_MINUTE, params: { a: [1] } });
    expect(await store.save(saved)).toEqual(saved);
    const [listed] = await store.list();
    const changed = await store.save({ ...listed, jobKey: 'mail.send', maxRetries: 2 });
    expect(changed).toMatchObject({ id: saved.id, version: 2, maxRetries: 2, anchorAt: saved.anchorAt });
    expect(nextRuns(saved, { from: saved.anchorAt, count: 1 })).toEqual([saved.nextRunAt]);
  });

  it('keeps a schedule for each variant of a job', async () => {
    await store.save({ ...EVERY_MINUTE, variant: 'north' });
    await store.save(EVERY_MINUTE);
    expect((await store.list()).map(({ variant }) => variant)).toEqual(['', 'north']);
  });

  it('signals, so that a runner hears of it', async () => {
    const other = await otherProcess();
    other.signal.mayHaveChanged();
    await store.save(EVERY_MINUTE);
    expect(other.signal.mayHaveChanged()).toBe(true);
    await other.close();
  });

  it('does not treat a change by another writer in between as a conflict', async () => {
    await store.save(EVERY_MINUTE);
    const saves = [1, 2, 3].map((maxRetries) => store.save({ jobKey: 'mail.send', maxRetries }));
    await Promise.all(saves);
    expect(await store.list()).toMatchObject([{ version: 4 }]);
  });

  it('succeeds for each of twenty at once, on one schedule and on a new one', async () => {
    await store.save(EVERY_MINUTE);
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    await Promise.all(numbers.map((maxRetries) => store.save({ jobKey: 'mail.send', maxRetries })));
    await Promise.all(
      numbers.map((maxRetries) => store.save({ ...EVERY_MINUTE, variant: 'new', maxRetries })),
    );
    expect(await store.list()).toMatchObject([{ version: 21 }, { version: 20 }]);
  });

  it.each([
    [{ ...EVERY_MINUTE, intervalValue: 0 }, 'intervalValue: expected a whole number from 1, got 0'],
    [{ jobKey: 'mail.send' }, 'triggerType: expected "interval" or "cron", got nothing'],
    [{ ...EVERY_MINUTE, typo: 1 }, 'typo: unknown field'],
    [{}, 'jobKey: expected a job key'],
    [null, 'expected a schedule such as'],
    ['mail.send', 'expected a schedule such as'],
  ])('refuses %j and names the field', async (input, message) => {
    // As called from JavaScript.
    const refused = store.save(input as Parameters<Store['save']>[0]);
    await expect(refused).rejects.toThrow(TypeError);
    await expect(refused).rejects.toThrow(message);
    expect(await store.list()).toEqual([]);
  });
});

describe('remove', () => {
  it('deletes the schedule of that variant and returns whether there was one', async () => {
    await store.save(EVERY_MINUTE);
    await store.save({ ...EVERY_MINUTE, variant: 'north' });
    expect(await store.remove('mail.send', 'north')).toBe(true);
    expect(await store.remove('mail.send', 'north')).toBe(false);
    expect((await store.list()).map(({ variant }) => variant)).toEqual(['']);
  });
});

it.each([
  [undefined, '', 'remove: jobKey: expected text, got nothing'],
  ['mail.send', null, 'remove: variant: expected text, got null'],
])('does not remove %j of variant %j', async (jobKey, variant, message) => {
  const refused = store.remove(jobKey as string, variant as string); // as called from JavaScript
  await expect(refused).rejects.toThrow(message);
});

describe('prune', () => {
  it('deletes what is older, and returns how many', async () => {
    const other = await otherProcess();
    const daysAgo = (days: number) => systemClock.now() - days * 86_400_000;
    const executions = [1, 31, 40].map((days) =>
      sampleExecution({ id: `run-${days}`, runTime: daysAgo(days), scheduledAt: daysAgo(days) }),
    );
    await other.executions.append(executions);
    expect(await store.prune({ olderThanDays: 30 })).toBe(2);
    const { items } = await other.executions.list({}, { limit: 10 });
    expect(items.map(({ id }) => id)).toEqual(['run-1']);
    await other.close();
  });

  it.each([
    [{ olderThanDays: -1 }, '-1'],
    [{ olderThanDays: Number.NaN }, 'NaN'],
    [{ olderThanDays: Number.POSITIVE_INFINITY }, 'Infinity'],
    [{ olderThanDays: 36_526 }, '36526'],
    [{ olderThanDays: 1e300 }, '1e+300'],
    [{ olderThanDays: '30' }, '"30"'],
    [{ olderThanDays: 1e9 }, '1000000000'],
    [{}, 'nothing'],
    [undefined, 'nothing'],
    [null, 'nothing'],
  ])('refuses %j', async (options, got) => {
    const refused = store.prune(options as { olderThanDays: number }); // as called from JavaScript
    await expect(refused).rejects.toThrow(RangeError);
    await expect(refused).rejects.toThrow(`prune: expected olderThanDays from 0 to 36525, got ${got}`);
  });
});

it('refuses an option that there is not', async () => {
  const options = { databse: `file:${folder}/other.db` } as StoreOptions; // as called from JavaScript
  await expect(connectStore(options)).rejects.toThrow(
    'databse: unknown option; there are database, stateDir',
  );
});

it('closes twice without harm, and does nothing more', async () => {
  await store.close();
  const calls = [
    store.list(),
    store.save(EVERY_MINUTE),
    store.remove('a'),
    store.prune({ olderThanDays: 1 }),
  ];
  for (const call of calls) await expect(call).rejects.toThrow('this store is closed');
});
