import type { RunnerSnapshot } from '@zenpulse/core/ports';
import type { z } from 'zod';
import { reportRule } from './runner-report-rule.ts';

/** Raised when an older reader would misunderstand a report. What is only added to it leaves this as it is. */
const FORMAT = 2;

type Report = RunnerSnapshot & { readonly format: number };

/** A snapshot as it is kept for others to read, as JSON. */
export function toReport(snapshot: RunnerSnapshot): Report {
  return { format: FORMAT, ...snapshot };
}

/**
 * Null for what is no report, or one of another format. One whose values are not what they should be is shown as a
 * runner that cannot be read: it may be there. `json`: as it was parsed. `runnerId`: where it is known apart.
 */
export function readReport(json: unknown, runnerId?: string): RunnerSnapshot | null {
  const read = json as Partial<Report> | null | undefined;
  if (read?.format !== FORMAT) return null;
  const { format: _format, ...snapshot } = { ...LACKING, stateSince: read.startedAt, ...read };
  const parsed = reportRule.safeParse(snapshot);
  const id = runnerId ?? (typeof read.runnerId === 'string' ? read.runnerId : 'unreadable');
  if (!parsed.success) return unreadable(id, parsed.error);
  return { ...(parsed.data as unknown as RunnerSnapshot), runnerId: id }; // words of newer runners pass as they are
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

/** What the releases before did not report: while they are replaced one by one, both are seen. */
const LACKING = { epoch: null, waitingNow: [], waitingCount: 0 } as const;

/** What somebody waits to see of a report, as a text to compare; the rest changes with every run. */
export function newsOf(snapshot: RunnerSnapshot): string {
  const { runningNow, freshLastRuns: _, freshInstants: _i, retrying: _r, ...rest } = snapshot;
  const { waitingNow: _n, waitingCount: _c, ...news } = rest;
  const cancelled = runningNow.filter(({ cancelledAt }) => cancelledAt !== null).map(({ runId }) => runId);
  return JSON.stringify({ ...news, cancelled });
}
