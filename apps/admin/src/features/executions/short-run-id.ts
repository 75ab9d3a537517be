const SHOWN = 8;

/** "…1a2b3c4d": ids begin with the time, so the end is what differs between neighbours. */
export function shortRunId(runId: string): string {
  return runId.length > SHOWN + 1 ? `…${runId.slice(-SHOWN)}` : runId;
}
