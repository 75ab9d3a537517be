import { show, type JsonObject } from '@zenpulse/core/domain';
import { reportedDefaults, silentLogger, type Logger, type ScheduleStore } from '@zenpulse/core/ports';
import { paramsIssuesFor } from '@zenpulse/present';
import { connect, resolveSettings, systemClock, type SettingOverrides } from '@zenpulse/store';
import { BY_CODE, findSchedule, saveSchedule, type ScheduleInput } from './store/save-schedule.ts';
import { savedSchedule, type SavedSchedule } from './store/saved-schedule.ts';

/** A hundred years, which is before anything that may be in the table. */
const MOST_DAYS = 36_525;
const DAY_MS = 86_400_000;

/** Omitted settings come from the environment and the configuration, as for the runner. */
export interface StoreOptions extends Pick<SettingOverrides, 'database' | 'stateDir' | 'timezone'> {
  /** Warns of rows that cannot be read. By default nothing is logged. */
  readonly logger?: Logger;
}

/**
 * Access to the schedules, for jobs and scripts. Runners notice every change within a second; on MySQL, those on other
 * machines within `--sync-every`.
 */
export interface Store {
  /** All schedules, by job key and variant. Rows that break a rule are left out; the admin shows and repairs them. */
  list(): Promise<readonly SavedSchedule[]>;
  /**
   * Creates the schedule of `jobKey` and `variant` (`''` by default), or changes the given fields of the existing one;
   * unchanged values write nothing. A new one gets the row's defaults and those of the job's code, as running runners
   * report them. Throws a TypeError that names the field.
   */
  save(schedule: ScheduleInput): Promise<SavedSchedule>;
  /** Deletes the schedule of a job and variant; false if there is none. */
  remove(jobKey: string, variant?: string): Promise<boolean>;
  /**
   * Deletes executions that began more than this many days ago (0 to 36,525), in small steps that do not block the
   * process; resolves to their number. Throws a RangeError.
   */
  prune(options: { readonly olderThanDays: number }): Promise<number>;
  /** Closes the database; all other methods throw afterwards. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens the database of schedules. Throws a SettingsError for a setting that cannot be used, and the database's error
 * if it cannot be opened. A SQLite file is created and migrated if needed; on a server, `npx zenpulse migrate` does
 * that, and every operation throws a StoreError until then.
 */
export async function connectStore(options: StoreOptions = {}): Promise<Store> {
  const { logger = silentLogger, ...overrides } = options;
  const settings = await resolveSettings(overrides, process.env, process.cwd());
  const backend = await connect(settings, systemClock, logger);
  const { schedules, executions, runners } = backend;
  const defaultsOf = async (jobKey: string) =>
    reportedDefaults(jobKey, await runners.list(), systemClock.now());
  const paramsIssuesOf = async (jobKey: string, params: JsonObject) =>
    paramsIssuesFor(jobKey, params, await runners.list(), systemClock.now());
  let isClosed = false;
  const refuseClosed = () => {
    if (isClosed) throw new Error('this store is closed; connectStore() opens another one');
  };
  return {
    list: async () => {
      refuseClosed();
      return listSchedules(schedules, logger);
    },
    save: async (schedule) => {
      refuseClosed();
      const { timezone } = settings;
      return savedSchedule(
        await saveSchedule(schedules, { timezone, defaultsOf, paramsIssuesOf }, schedule),
        systemClock.now(),
      );
    },
    remove: async (jobKey, variant = '') => {
      refuseClosed();
      for (const [name, value] of Object.entries({ jobKey, variant })) {
        if (typeof value !== 'string')
          throw new TypeError(`remove: ${name}: expected text, got ${show(value)}`);
      }
      const found = await findSchedule(schedules, jobKey, variant);
      if (found !== undefined) await schedules.remove(found.id, BY_CODE);
      return found !== undefined;
    },
    prune: async (given) => {
      refuseClosed();
      const { olderThanDays } = Object(given) as { readonly olderThanDays?: unknown };
      if (typeof olderThanDays !== 'number' || !(olderThanDays >= 0 && olderThanDays <= MOST_DAYS)) {
        throw new RangeError(
          `prune: expected olderThanDays from 0 to ${MOST_DAYS}, got ${show(olderThanDays)}`,
        );
      }
      return executions.deleteWhere({ to: Math.floor(systemClock.now() - olderThanDays * DAY_MS) });
    },
    close: async () => {
      isClosed = true;
      await backend.close();
    },
  };
}

async function listSchedules(schedules: ScheduleStore, logger: Logger): Promise<SavedSchedule[]> {
  const { changed } = await schedules.readChanges(null);
  const now = systemClock.now();
  return changed
    .flatMap((row) => {
      if (!row.isDamaged) return [savedSchedule(row.schedule, now)];
      logger.warn({ jobKey: row.damaged.jobKey, problems: row.damaged.problems }, 'A schedule breaks a rule');
      return [];
    })
    .sort((a, b) => compare(a.jobKey, b.jobKey) || compare(a.variant, b.variant));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
