import { z } from 'zod';
import {
  expandShortForms,
  expected,
  inputIssues,
  isPlainObject,
  JOB_ISOLATIONS,
  scheduleDraft,
  scheduleFields,
  show,
  TRIGGER_FIELDS,
} from '../../domain/index.ts';
import type { IntervalUnit, JobIsolation, ScheduleFields, ShortForms } from '../../domain/index.ts';
import { isParamsSchema, schemaProblems, type ParamsSchema } from './params-schema.ts';

/** The argument of a job function. */
export interface JobContext<Params = Readonly<Record<string, unknown>>> {
  /** The id of the run and of its execution. */
  readonly runId: string;
  /** The key under which the job is registered. */
  readonly jobKey: string;
  /** The instant this run is for; it may be in the past. */
  readonly scheduledAt: Date;
  /** 1 for the first try. */
  readonly attempt: number;
  /** The schedule's `params`, or those that a run by hand was given; with `paramsSchema`, as the schema returns them. */
  readonly params: Params;
  /** Aborted at the timeout, on cancellation and when the runner stops; `reason` is the cause. */
  readonly signal: AbortSignal;
  /** Lines go to the runner's log and into the execution's `output`. */
  readonly log: JobLog;
  /**
   * Says how far the job is: shown while it runs, in the admin and by `zenpulse status`, and kept nowhere. May be called as often as the job likes.
   */
  readonly progress: (done: number, total?: number) => void;
}

/** A job's log, one line per call. */
export interface JobLog {
  /** For information. */
  info(message: string): void;
  /** A problem that may need attention. */
  warn(message: string): void;
  /** An error after which the job continues. */
  error(message: string): void;
}

/** A job's function. If it throws, or its promise rejects, the run is a `fail`; otherwise a `success`. */
export type JobFunction<Params = Readonly<Record<string, unknown>>> = (
  context: JobContext<Params>,
) => unknown;

/** The schedule fields that a job's code may set. */
type DeclaredFields = Partial<Omit<ScheduleFields, 'jobKey'>>;

/**
 * The row's own fields. With `triggerType`, the schedule is created once, when a runner first has the job. The other
 * fields are defaults for all further schedules of the job, whether created in the admin, on the command line or in
 * code.
 */
export type JobOptions = JobFields & CompleteTrigger;

/** A complete trigger in the row's own fields: an interval has a value and a unit. */
type CompleteTrigger =
  | { readonly triggerType: 'interval'; readonly intervalValue: number; readonly intervalUnit: IntervalUnit }
  | { readonly triggerType?: 'cron' | undefined };

interface JobFields extends DeclaredFields, ShortForms {
  /**
   * `thread`: the job runs in a worker thread, where it may block without delaying others; if it ignores its timeout,
   * the thread is ended. `inline`, the default: it runs in the runner's own thread with other jobs.
   */
  readonly isolation?: JobIsolation;
}

/** The options of a job that declares what it takes. */
export type JobOptionsWithSchema<Params> = JobOptions & {
  /**
   * A zod object. It types the job's `params`, and is checked before a schedule is saved and before a run starts. Its
   * checks must be synchronous.
   */
  readonly paramsSchema: ParamsSchema<Params>;
};

/** A registered job. */
export interface RegisteredJob {
  /** The key that schedules refer to; unique in a process. */
  readonly key: string;
  /** The function to call. */
  readonly fn: JobFunction;
  /** As given, without defaults; frozen. */
  readonly options: DeclaredFields;
  /** Absent: `inline`. */
  readonly isolation?: JobIsolation;
  /** What its params must fit; absent: anything. */
  readonly paramsSchema?: ParamsSchema;
  /** File and line of the registration. */
  readonly definedAt: string;
}

const optionsRule = z.strictObject(scheduleFields).omit({ jobKey: true }).partial();
const isolationRule = z.object({
  isolation: z.enum(JOB_ISOLATIONS, expected(`any of ${JOB_ISOLATIONS.join(', ')}`)).optional(),
});

/**
 * Registers a function under a key. Throws a TypeError that names the field if key, options or function are invalid. A
 * second registration of a key from another place is ignored with a warning.
 */
export function zenpulseJob(key: string, fn: JobFunction): void;
/**
 * The same with options: the schedule's own fields, or `cron: '30 8 * * 1-5'` or `every: '10 minutes'`. With a trigger,
 * the schedule is created once, when a runner first has the job. Afterwards the database is authoritative, and changes
 * in code are ignored.
 */
export function zenpulseJob(key: string, options: JobOptions, fn: JobFunction): void;
/** The same with `paramsSchema`, a zod object that types the job's `params`. */
export function zenpulseJob<Params extends object>(
  key: string,
  options: JobOptionsWithSchema<Params>,
  fn: JobFunction<Params>,
): void;
export function zenpulseJob(key: string, ...rest: readonly unknown[]): void {
  const [options, fn] = argumentsOf(key, rest);
  register({ key, fn, ...checkedOptions(key, options), definedAt: callerOf(zenpulseJob) });
}

/** All jobs of this process, shared by all loaded copies of the package. */
export const JobRegistry = Object.freeze({
  /** In the order of registration. */
  getAllJobs: (): readonly RegisteredJob[] => [...jobs().values()],
  /** Undefined for an unknown key. */
  getJob: (key: string): RegisteredJob | undefined => jobs().get(key),
  /** Removes all jobs. For tests. */
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

function argumentsOf(key: string, rest: readonly unknown[]): [JobOptions, JobFunction] {
  const refused = (problem: string) => new TypeError(`zenpulseJob(${show(key)}): ${problem}`);
  const [first, second] = rest;
  if (isFunction(first)) {
    if (second === undefined) return [{}, first];
    throw refused(`expected the options before the function, got ${show(second)} after it`);
  }
  if (!isFunction(second))
    throw refused(`expected a function, got ${show(rest.length < 2 ? first : second)}`);
  if (isPlainObject(first)) return [first, second];
  throw refused(`expected an object of options before the function, got ${show(first)}`);
}

function isFunction(value: unknown): value is JobFunction {
  return typeof value === 'function';
}

/** Returns a frozen copy of the options, and the isolation separately, or throws a TypeError. */
function checkedOptions(
  key: string,
  { isolation, paramsSchema, ...options }: JobOptions & { readonly paramsSchema?: unknown },
): Pick<RegisteredJob, 'options' | 'isolation' | 'paramsSchema'> {
  const { fields, issues: ofShortForms } = expandShortForms(options);
  const rule = isScheduled(fields)
    ? scheduleDraft('UTC')
    : optionsRule.extend({ jobKey: scheduleFields.jobKey });
  const parsed = rule.safeParse({ ...fields, jobKey: key });
  const others = isolationRule.safeParse({ isolation });
  const issues = [
    ...ofShortForms,
    ...('jobKey' in fields
      ? [{ path: 'jobKey', message: 'unknown option; the key is the first argument' }]
      : []),
    ...schemaProblems(paramsSchema, isScheduled(fields) ? (fields.params ?? {}) : fields.params),
    ...[parsed, others].flatMap(({ error }) => (error === undefined ? [] : inputIssues(error))),
  ];
  if (!parsed.success || issues.length > 0) {
    const problems = issues.map(({ path, message }) => `${path}: ${message}`);
    throw new TypeError(`zenpulseJob(${show(key)}): ${problems.join('; ')}`);
  }
  return {
    options: asSaid(fields, parsed.data),
    ...(isolation === undefined ? {} : { isolation }),
    ...(isParamsSchema(paramsSchema) ? { paramsSchema } : {}),
  };
}

/** The given options as parsed by the rules, without defaults. */
function asSaid(
  fields: DeclaredFields,
  read: Readonly<Partial<Record<keyof DeclaredFields, unknown>>>,
): DeclaredFields {
  const names = (Object.keys(fields) as (keyof DeclaredFields)[]).filter(
    (name) => fields[name] !== undefined,
  );
  return deepFrozen(Object.fromEntries(names.map((name) => [name, read[name]])));
}

function deepFrozen<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFrozen(inner);
  return Object.freeze(value);
}

/** Options that apply only to the declared schedule, not to every schedule of the job. */
export const OF_ONE_SCHEDULE: readonly (keyof DeclaredFields)[] = [
  'variant',
  ...TRIGGER_FIELDS.filter((name) => name !== 'timezone'),
];

function isScheduled(fields: DeclaredFields): boolean {
  return OF_ONE_SCHEDULE.some((name) => fields[name] !== undefined);
}

/** The file and line that called `callee`. */
function callerOf(callee: (...args: never[]) => unknown): string {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  const frame = holder.stack?.split('\n')[1] ?? '';
  return frame.replace(/^\s*at (?:.*\()?(?:file:\/\/)?/, '').replace(/(?::\d+)?\)?$/, '');
}
