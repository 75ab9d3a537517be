import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { ThrownDescription } from '@zenpulse/core/domain';
import { describeThrown, parsedParams, type JobContext, type RegisteredJob } from '@zenpulse/core/engine';
import { silentLogger, type Logger, type ThreadCall, type Timer } from '@zenpulse/core/ports';
import { systemClock } from '@zenpulse/store/clock';
import { loadJobModules } from '../jobs/load-job-modules.ts';
import { guardJobs } from '../outlive/guard-jobs.ts';
import { KeptListeners } from '../outlive/kept-listeners.ts';
import { keepExitsToTheirRun } from './own-exits.ts';
import { ThreadLog } from './thread-log.ts';
import type { FromThread, ThreadData, ThreadRemark, ThreadTask, ToThread } from './thread-messages.ts';

/*
 * Runs inside a worker thread. The pool calls `serveOneRun` for one run after the other; the job modules are loaded
 * once.
 */

interface LoadedJobs {
  readonly jobs: ReadonlyMap<string, RegisteredJob>;
  /** Restores what jobs changed. */
  readonly look: () => void;
}

let loading: Promise<LoadedJobs> | null = null;
const exits = keepExitsToTheirRun();

/** Waits on its port for a run and executes it, or returns if there is none. */
export async function serveOneRun({ port }: ThreadTask): Promise<void> {
  const say = (message: FromThread) => port.postMessage(message);
  try {
    const loaded = await (loading ??= load());
    loaded.look();
    const served = serve(loaded, port, say);
    say({ kind: 'ready' });
    await served;
  } catch (error) {
    say({ kind: 'unfit', thrown: unloadable(error) });
  } finally {
    port.close();
  }
}

function serve({ jobs }: LoadedJobs, port: MessagePort, say: (message: FromThread) => void): Promise<void> {
  const controller = new AbortController();
  return new Promise((resolve) => {
    port.on('message', (message: ToThread) => {
      if (message.kind === 'leave') resolve();
      else if (message.kind === 'abort') controller.abort(errorOf(message.reason));
      else {
        void perform(jobs, message.call, controller.signal, say).then((thrown) => {
          say({ kind: 'end', thrown });
          resolve();
        });
      }
    });
  });
}

async function perform(
  jobs: ReadonlyMap<string, RegisteredJob>,
  call: ThreadCall,
  signal: AbortSignal,
  say: (message: FromThread) => void,
) {
  const output = new ThreadLog(call, systemClock, say);
  try {
    const job = jobs.get(call.jobKey);
    if (job === undefined) throw unregistered(call.jobKey);
    const params = paramsFor(job, call);
    const progress = fewProgress(say);
    const context = {
      ...call,
      params,
      scheduledAt: new Date(call.scheduledAt),
      signal,
      log: output.log,
      progress,
    };
    await exits.perform(call, async () => void (await job.fn(context)));
    return null;
  } catch (error) {
    return describeThrown(error);
  } finally {
    output.flush();
  }
}

/** What arrives here is a copy already; with a schema, what the schema returns. */
function paramsFor({ paramsSchema }: RegisteredJob, { params }: ThreadCall): JobContext['params'] {
  return paramsSchema === undefined ? params : (parsedParams(paramsSchema, params) as JobContext['params']); // what the job's function takes
}

/** So rarely a thread says how far its job is: a message for each of a million items would hold up the runner. */
const PROGRESS_EVERY_MS = 250;

/** The newest progress, at most every quarter of a second. */
function fewProgress(say: (message: FromThread) => void): JobContext['progress'] {
  const clock = systemClock;
  let saidAt = -PROGRESS_EVERY_MS;
  let later: Timer | null = null;
  let newest = { done: 0, total: null as number | null };
  const tell = (): void => {
    later?.cancel();
    later = null;
    saidAt = clock.monotonic();
    say({ kind: 'progress', ...newest });
  };
  return (done, total) => {
    newest = { done: numberOf(done), total: total === undefined ? null : numberOf(total) };
    const waitMs = saidAt + PROGRESS_EVERY_MS - clock.monotonic();
    if (waitMs <= 0) tell();
    else later ??= clock.setBackgroundTimer(waitMs, tell);
  };
}

/** A job may pass anything, also what no message can carry; the runner ignores what is no number. */
function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

async function load(): Promise<LoadedJobs> {
  const { modules } = workerData as ThreadData; // only `openJobThreads` starts this file
  const { jobs: registered } = await loadJobModules(modules);
  const { jobs, look } = guardJobs(registered, new KeptListeners(), remarks());
  return { jobs: new Map(jobs.map((job) => [job.key, job])), look };
}

function unloadable(error: unknown): ThrownDescription {
  const { exceptionMessage, traceback } = describeThrown(error);
  return {
    exceptionType: 'ThreadError',
    exceptionMessage: `The job modules cannot be loaded in the thread: ${exceptionMessage}`,
    traceback,
  };
}

function unregistered(jobKey: string): Error {
  const { modules } = workerData as ThreadData;
  return new Error(
    `expected a job "${jobKey}" from ${modules.join(', ')} in the thread, got none: register it there as well`,
  );
}

function errorOf({ name, message }: Pick<Error, 'name' | 'message'>): Error {
  return Object.assign(new Error(message), { name });
}

/** A logger that sends its lines to the runner's log, for events outside of runs. */
function remarks(): Logger {
  const remark = (level: ThreadRemark['level']) => (facts: object, sentence: string) =>
    parentPort?.postMessage({ kind: 'remark', level, facts, sentence } satisfies ThreadRemark);
  const log: Logger = {
    ...silentLogger,
    info: remark('info'),
    warn: remark('warn'),
    error: remark('error'),
    child: () => log,
  };
  return log;
}
