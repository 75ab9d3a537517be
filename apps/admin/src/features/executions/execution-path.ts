/** Where a run is shown: its execution, or what it does right now. */
export function executionPath(runId: string): string {
  return `/executions/${encodeURIComponent(runId)}`;
}
