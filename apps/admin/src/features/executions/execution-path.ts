/** The address of a run: its execution, or its current state. */
export function executionPath(runId: string): string {
  return `/executions/${encodeURIComponent(runId)}`;
}
