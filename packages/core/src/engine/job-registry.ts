import { z } from 'zod';
import {
  expected,
  inputIssues,
  JOB_ISOLATIONS,
  scheduleDraft,
  scheduleFields,
  TRIGGER_FIELDS,
} from '../domain/index.ts';
import type { JobIsolation, ScheduleFields } from '../domain/index.ts';

/** What a job function is given. */
export interface JobContext {
  readonly runId: string;
  readonly jobKey: string;
  /** The instant this run is for, which may be earlier than now. */
  readonly scheduledAt: Date;
  /** 1 for the first try. */
  readonly attempt: number;
  /** The schedule's `params`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Aborted at the timeout and when the runner stops; `reason` says which. */
  readonly signal: AbortSignal;
  /** Lines go to the runner's log and into the execution's `output`. */
  readonly log: JobLog;
}

export interface JobLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export type JobFunction = (context: JobContext) => unknown;

/** What the code says of its schedule, in the row's own fields. */
type DeclaredFields = Partial<Omit<ScheduleFields, 'jobKey'>>;

/** The row's own fields. With `triggerType`, the schedule is created once, when a runner first meets the job. */
export interface JobOptions extends DeclaredFields {
  /**
   * `thread`: the job runs in a worker thread, where it may block without keeping the others waiting, and is ended with
   * its thread when it ignores its timeout. `inline`, the default: with the others in the runner's own thread.
   */
  readonly isolation?: JobIsolation;
}

export interface RegisteredJob {
  readonly key: string;
  readonly fn: JobFunction;
  readonly options: DeclaredFields;
  /** Absent: `inline`. */
  readonly isolation?: JobIsolation;
  /** File and line of the registration. */
  readonly definedAt: string;
}

const optionsRule = z.strictObject(scheduleFields).omit({ jobKey: true }).partial();
const isolationRule = z.object({
  isolation: z.enum(JOB_ISOLATIONS, expected(`any of ${JOB_ISOLATIONS.join(', ')}`)).optional(),
});

/**
 * Registers a function under a key. Throws a TypeError that names the field when key, options or function are
 * not what they should be. A second registration of a key from another place is ignored with a warning.
 */
export function zenpulseJob(key: string, fn: JobFunction): void;
export function zenpulseJob(key: string, options: JobOptions, fn: JobFunction): void;
export function zenpulseJob(key: string, optionsOrFn: JobOptions | JobFunction, maybeFn?: JobFunction): void {
  const [options, fn] = typeof optionsOrFn === 'function' ? [{}, optionsOrFn] : [optionsOrFn, maybeFn];
  if (typeof fn !== 'function') {
    throw new TypeError(`zenpulseJob(${JSON.stringify(key)}): expected a function, got ${typeof fn}`);
  }
  register({ key, fn, ...checkedOptions(key, options), definedAt: callerOf(zenpulseJob) });
}

/** All jobs of this process, however many copies of the package are loaded. */
export const JobRegistry = Object.freeze({
  /** In the order of registration. */
  getAllJobs: (): readonly RegisteredJob[] => [...jobs().values()],
  getJob: (key: string): RegisteredJob | undefined => jobs().get(key),
  /** For tests. */
  clear: (): void => jobs().clear(),
});

const REGISTRY = Symbol.for('zenpulse.job-registry.1');

function jobs(): Map<string, RegisteredJob> {
  const holder = globalThis as { [REGISTRY]?: Map<string, RegisteredJob> };
  return (holder[REGISTRY] ??= new Map());
}

function register(job: RegisteredJob): void {
  const first = jobs().get(job.key);
  if (first !== undefined && first.definedAt !== job.definedAt) {
    console.warn(
      `ZenPulse: the job "${job.key}" is registered twice: at ${first.definedAt} and at ${job.definedAt}. The first one stays.`,
    );
    return;
  }
  jobs().set(job.key, job);
}

function checkedOptions(
  key: string,
  { isolation, ...fields }: JobOptions,
): Pick<RegisteredJob, 'options' | 'isolation'> {
  const rule = isScheduled(fields)
    ? scheduleDraft('UTC')
    : optionsRule.extend({ jobKey: scheduleFields.jobKey });
  const parsed = [rule.safeParse({ ...fields, jobKey: key }), isolationRule.safeParse({ isolation })];
  const issues = parsed.flatMap(({ error }) => (error === undefined ? [] : inputIssues(error)));
  if (issues.length === 0) {
    return { options: Object.freeze({ ...fields }), ...(isolation === undefined ? {} : { isolation }) };
  }
  const lines = issues.map(({ path, message }) => `${path}: ${message}`);
  throw new TypeError(`zenpulseJob(${JSON.stringify(key)}): ${lines.join('; ')}`);
}

function isScheduled(fields: DeclaredFields): boolean {
  return TRIGGER_FIELDS.some((name) => name !== 'timezone' && fields[name] !== undefined);
}

/** File and line from which `callee` was called. */
function callerOf(callee: (...args: never[]) => unknown): string {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  const frame = holder.stack?.split('\n')[1] ?? '';
  return frame.replace(/^\s*at (?:.*\()?(?:file:\/\/)?/, '').replace(/(?::\d+)?\)?$/, '');
}
