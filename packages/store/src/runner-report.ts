import type { RunnerSnapshot } from '@zenpulse/core/ports';

/** Raised when an older reader would misunderstand a report. What is only added to it leaves this as it is. */
const FORMAT = 2;

type Report = RunnerSnapshot & { readonly format: number };

/** A snapshot as it is kept for others to read, as JSON. */
export function toReport(snapshot: RunnerSnapshot): Report {
  return { format: FORMAT, ...snapshot };
}

/** Null for what is no report, or one of another format. `json`: as it was parsed. */
export function readReport(json: unknown): RunnerSnapshot | null {
  const read = json as Partial<Report> | null | undefined;
  if (read?.format !== FORMAT) return null;
  const { format: _format, ...snapshot } = { ...LACKING, stateSince: read.startedAt, ...read } as Report; // by its format
  return {
    ...snapshot,
    runningNow: snapshot.runningNow.map((run) => ({ ...run, cancelledAt: run.cancelledAt ?? null })),
  };
}

/** What the releases before did not report: while they are replaced one by one, both are seen. */
const LACKING = { epoch: null, waitingNow: [], waitingCount: 0 };

/** What somebody waits to see of a report, as a text to compare; the rest changes with every run. */
export function newsOf(snapshot: RunnerSnapshot): string {
  const { runningNow, freshLastRuns: _, waitingNow: __, waitingCount: ___, ...news } = snapshot;
  const cancelled = runningNow.filter(({ cancelledAt }) => cancelledAt !== null).map(({ runId }) => runId);
  return JSON.stringify({ ...news, cancelled });
}
