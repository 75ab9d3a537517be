import type { Schedule } from '@zenpulse/core/domain';
import {
  BY_TEST,
  createMemoryBackend,
  createTestRunner,
  sampleFields,
  type ScheduleTableCopy,
  type TestRunner,
} from '@zenpulse/core/testing';
import { Random } from './random.ts';

const SECOND_MS = 1_000;
/** The time within which a runner has read the database: `--sync-every`, and a second to fire. */
const NOTICED_MS = 12 * SECOND_MS;
const WITNESSED_MS = 4 * SECOND_MS;
const STEPS = 12;
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The time within which records reach the database. */
const RECORDED_MS = 3 * SECOND_MS;

/** A call of a job's function. */
interface Call {
  readonly key: string;
  readonly scheduledAt: number;
  readonly at: number;
}

/**
 * One runner, killed and restarted now and then, on a database that is replaced: an earlier state is restored, tables
 * are recreated and filled, or another system's database takes its place, each with edits at the same moment, so that
 * revisions and counts are equal. Resolves to descriptions of what broke.
 */
export async function liveThroughHistories(seed: number): Promise<readonly string[]> {
  const random = new Random(seed);
  const broken: string[] = [];
  const calls: Call[] = [];
  const jobs = Object.fromEntries(
    KEYS.map((key) => [
      key,
      ({ scheduledAt }: { readonly scheduledAt: Date }) => {
        calls.push({ key, scheduledAt: scheduledAt.getTime(), at: runner.clock.now() });
      },
    ]),
  );
  let lives = 1;
  const born = (beside?: TestRunner): TestRunner =>
    createTestRunner({
      jobs,
      isLocking: true,
      settings: { runnerId: `runner-${lives}`, pid: lives },
      ...(beside === undefined ? {} : { beside }),
    });
  let runner = born();
  const { clock, backend } = runner;
  const { schedules, tables } = backend;

  const rows = async (): Promise<readonly Schedule[]> =>
    (await schedules.readChanges(null)).changed.flatMap((row) => (row.isDamaged ? [] : [row.schedule]));
  const create = async (keys: readonly string[]): Promise<void> => {
    for (const jobKey of keys) {
      await schedules.create(
        sampleFields({ jobKey, intervalUnit: 'seconds', logPolicy: 'all', enabled: random.chance(0.8) }),
        BY_TEST,
      );
    }
  };
  const toggle = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) {
      const all = await rows();
      if (all.length === 0) return;
      const { id, version, enabled } = random.pick(all);
      await schedules.change(id, version, () => ({ enabled: !enabled }), BY_TEST);
    }
  };
  const remove = async (): Promise<void> => {
    const all = await rows();
    if (all.length > 1) await schedules.remove(random.pick(all).id, BY_TEST);
  };
  const keysFor = (count: number) => KEYS.slice(0, count);
  /** Makes edits until the revision is `revision` again, if it is lower. */
  const catchUpTo = async (revision: number): Promise<void> => {
    const { revision: now } = await schedules.readRevision();
    if (now < revision) await toggle(revision - now);
  };

  let backup: ScheduleTableCopy | null = null;
  let isAnother = false;
  const events: Record<string, () => Promise<void>> = {
    edit: () => toggle(random.int(1, 3)),
    remove,
    add: async () => {
      const taken = new Set((await rows()).map(({ jobKey }) => jobKey));
      await create(KEYS.filter((key) => !taken.has(key)).slice(0, 1));
    },
    backup: async () => {
      backup = tables.copy();
    },
    restore: async () => {
      if (backup === null) return;
      const { revision } = await schedules.readRevision();
      tables.putBack(backup);
      if (random.chance(0.6)) await catchUpTo(revision + random.int(0, 1));
    },
    anew: async () => {
      const before = (await rows()).length;
      const { revision } = await schedules.readRevision();
      tables.startAgain();
      await create(keysFor(before));
      if (random.chance(0.6)) await catchUpTo(revision);
      isAnother = true;
      backup = null;
    },
    dump: async () => {
      const other = createMemoryBackend(clock);
      const { revision } = await schedules.readRevision();
      for (const jobKey of keysFor(random.int(1, KEYS.length))) {
        await other.schedules.create(
          sampleFields({ jobKey, intervalUnit: 'seconds', logPolicy: 'all' }),
          BY_TEST,
        );
      }
      const [first] = (await other.schedules.readChanges(null)).changed;
      const id = first?.isDamaged === false ? first.schedule.id : '';
      for (let version = 1; (await other.schedules.readRevision()).revision <= revision; version += 1) {
        await other.schedules.change(id, version, () => ({ maxInstances: 1 + (version % 3) }), BY_TEST);
      }
      tables.putBack(other.tables.copy());
      isAnother = true;
      backup = null;
    },
    kill: async () => {
      runner.crash();
      lives += 1;
      runner = born(runner);
      await runner.engine.start();
    },
  };

  await create(keysFor(random.int(2, 5)));
  await runner.engine.start();
  await clock.advance(NOTICED_MS);
  for (let step = 0; step < STEPS; step += 1) {
    const name = random.pick(Object.keys(events));
    isAnother = false;
    const happenedAt = clock.now();
    await events[name]?.();
    if (random.chance(0.3)) await events['kill']?.();
    await clock.advance(NOTICED_MS);
    judge(`seed ${seed}, step ${step} (${name})`, await witness(), await rows(), { isAnother, happenedAt });
  }
  await runner.stop();
  return broken;

  /** The recorded ids of the runs of a few seconds. */
  async function witness(): Promise<readonly string[]> {
    const from = clock.now();
    await clock.advance(WITNESSED_MS);
    const until = clock.now();
    await clock.advance(RECORDED_MS);
    const records = await runner.executions();
    return records.flatMap(({ scheduleId, scheduledAt }) =>
      scheduledAt > from && scheduledAt <= until ? [scheduleId] : [],
    );
  }

  function judge(
    where: string,
    seen: readonly string[],
    table: readonly Schedule[],
    { isAnother: wasReplaced, happenedAt }: { readonly isAnother: boolean; readonly happenedAt: number },
  ): void {
    for (const { id, jobKey, enabled } of table) {
      const count = seen.filter((scheduleId) => scheduleId === id).length;
      const expected = enabled ? WITNESSED_MS / SECOND_MS : 0;
      if (count !== expected)
        broken.push(`${where}: ${jobKey} (${id}) ran ${count} times, expected ${expected}`);
    }
    const known = new Set(table.map(({ id }) => id));
    const strange = seen.find((scheduleId) => !known.has(scheduleId));
    if (strange !== undefined) broken.push(`${where}: ${strange} ran and is not in the table`);
    const past = calls.filter(
      ({ at, scheduledAt }) => wasReplaced && at > happenedAt && scheduledAt < happenedAt - SECOND_MS,
    );
    if (past.length > 0)
      broken.push(`${where}: ${past.length} starts of what was due before the database was another`);
    const keys = calls.map(({ key, scheduledAt }) => `${key} ${scheduledAt}`);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) broken.push(`${where}: ${twice} started twice`);
  }
}
