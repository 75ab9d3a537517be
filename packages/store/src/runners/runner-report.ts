import type { RunnerSnapshot } from '@zenpulse/core/ports';
import type { z } from 'zod';
import { reportRule } from './runner-report-rule.ts';

/** Raised when older readers would misunderstand a report. Adding fields does not raise it. */
const FORMAT = 2;

type Report = RunnerSnapshot & { readonly format: number };

/** A snapshot as stored for other processes, in JSON. */
export function toReport(snapshot: RunnerSnapshot): Report {
  return { format: FORMAT, ...snapshot };
}

/**
 * Null if it is not a report, or has another format. A report with invalid values is shown as an unreadable runner,
 * since that runner may exist. `json`: the parsed report. `runnerId`: its id, where it is known separately.
 */
export function readReport(json: unknown, runnerId?: string): RunnerSnapshot | null {
  const read = json as Partial<Report> | null | undefined;
  if (read?.format !== FORMAT) return null;
  const { format: _format, ...snapshot } = { ...LACKING, stateSince: read.startedAt, ...read };
  const parsed = reportRule.safeParse(snapshot);
  const id = runnerId ?? (typeof read.runnerId === 'string' ? read.runnerId : 'unreadable');
  if (!parsed.success) return unreadable(id, parsed.error);
  return { ...(parsed.data as unknown as RunnerSnapshot), runnerId: id }; // newer runners may report unknown values, which pass unchanged
}

function unreadable(runnerId: string, error: z.ZodError): RunnerSnapshot {
  const where = error.issues[0]?.path.join('.') ?? '';
  return {
    ...LACKING,
    runnerId,
    hostname: 'unknown',
    pid: 0,
    version: 'unknown',
    state: 'stopped',
    stateSince: 0,
    startedAt: 0,
    isLocking: false,
    syncEverySeconds: 0,
    concurrency: 0,
    timezone: 'UTC',
    revision: null,
    revisionAppliedAt: null,
    jobs: [],
    runningNow: [],
    problems: [
      `The report of this runner cannot be read: the value of ${where} is of another kind than expected. Another version, or another program, wrote it.`,
    ],
    events: [],
    freshLastRuns: {},
  };
}

/** Fields missing in reports of the previous releases, which may run beside this one during an upgrade. */
const LACKING = { epoch: null, waitingNow: [], waitingCount: 0 } as const;

/**
 * The parts of a report whose change should be visible at once, as a text to compare; the rest changes with every run.
 */
export function newsOf(snapshot: RunnerSnapshot): string {
  const { runningNow, freshLastRuns: _, freshInstants: _i, retrying: _r, ...rest } = snapshot;
  const { waitingNow: _n, waitingCount: _c, next: _next, ...news } = rest;
  const cancelled = runningNow.filter(({ cancelledAt }) => cancelledAt !== null).map(({ runId }) => runId);
  return JSON.stringify({ ...news, cancelled });
}
