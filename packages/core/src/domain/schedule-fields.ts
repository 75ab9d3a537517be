import type { IntervalUnit } from './interval-trigger.ts';
import type { JsonObject } from './json-object.ts';
import type { LogPolicy, OnAmbiguous, TriggerType } from './schedule.ts';

/** The fields of a schedule that a person sets, under the row's own names. Their rules are in `schedule.ts`. */
export interface ScheduleFields {
  /** The key under which the job is registered in code, 1 to 255 characters. */
  readonly jobKey: string;
  /** Distinguishes several schedules of one job, at most 64 characters. Default: `''`. */
  readonly variant: string;
  /** False: the schedule is kept but never due; time spent disabled is never caught up. Default: true. */
  readonly enabled: boolean;
  /** Which fields apply: `intervalValue` and `intervalUnit`, or the five of the cron. */
  readonly triggerType: TriggerType;
  /** With the unit: 1 second to 366 days of elapsed time. Null, the default, for a cron. */
  readonly intervalValue: number | null;
  /** A day is 24 hours and a week 7 × 24, whatever the clock does. Null, the default, for a cron. */
  readonly intervalUnit: IntervalUnit | null;
  /** Minutes 0-59: `*`, `5`, `0,30`, `10-40/5`. At most 120 characters, as each field of the cron. Default: `*`. */
  readonly cronMinute: string;
  /** Hours 0-23: `*`, `8`, `9-17/2`. Default: `*`. */
  readonly cronHour: string;
  /** Days of the month 1-31, `L` for the last, `15W` for the working day nearest to the 15th. Default: `*`. */
  readonly cronDay: string;
  /** Months 1-12 or jan-dec. Default: `*`. */
  readonly cronMonth: string;
  /**
   * Days of the week 0-6 (0 and 7 are Sunday) or sun-sat, `fri#2`, `friL`. Both this and `cronDay` must match. Default:
   * `*`.
   */
  readonly cronDayOfWeek: string;
  /** The IANA zone in which the cron's times are meant. Default: the configured zone, else UTC. */
  readonly timezone: string;
  /**
   * How many runs of this schedule a runner executes at a time, 1 to 1000; an occurrence due meanwhile is skipped.
   * Default: 1.
   */
  readonly maxInstances: number;
  /** True: of several overdue occurrences only the newest runs. False: all run in order, at most 100. Default: true. */
  readonly coalesce: boolean;
  /** How many seconds late a start may be, at least 1; later it is missed. Null: no limit. Default: 60. */
  readonly misfireGraceTime: number | null;
  /** Which outcomes become rows in the database. Default: `failures`. */
  readonly logPolicy: LogPolicy;
  /** Seconds until the job's signal is aborted and the run ends as `timeout`, 1 to 604800. Null, the default: never. */
  readonly timeoutSeconds: number | null;
  /** Further attempts after `fail` or `timeout`, 0 to 100, after 1 s, 2 s, 4 s … up to 5 minutes. Default: 0. */
  readonly maxRetries: number;
  /** Passed to the job: a JSON object of at most 16,384 characters. Default: `{}`. */
  readonly params: JsonObject;
  /**
   * For an occurrence that may have been started by a runner that died: record it as missed, or run it (again).
   * Default: `skip`.
   */
  readonly onAmbiguous: OnAmbiguous;
  /** For people: what it is for, whom to ask; at most 500 characters. Null, the default, when there is none. */
  readonly note: string | null;
  /**
   * Until this instant, in ISO, it is not due, and what would have run before it is neither run later nor missed; then
   * it resumes by itself. Null, the default, when it is not paused. An instant that has passed does nothing.
   */
  readonly pausedUntil: string | null;
  /** Why it is paused, at most 500 characters; null, the default, when nobody said so or it is not paused. */
  readonly pauseReason: string | null;
  /** For people: who answers for it, at most 255 characters. Null, the default, when nobody is named. */
  readonly owner: string | null;
  /** What to do when it fails: an http or https address of at most 2,000 characters. Null, the default, for none. */
  readonly runbookUrl: string | null;
  /** Names of blackout windows in which it does not run, at most 20. Null, the default, for none. */
  readonly blackouts: readonly string[] | null;
}
