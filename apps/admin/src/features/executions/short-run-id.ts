const SHOWN = 8;

/** "…1a2b3c4d": an id begins with its time, so its end tells it from its neighbours. */
export function shortRunId(runId: string): string {
  return runId.length > SHOWN + 1 ? `…${runId.slice(-SHOWN)}` : runId;
}
