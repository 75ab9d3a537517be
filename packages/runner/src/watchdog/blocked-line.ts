/** The data about a block while it lasts. */
export interface OngoingBlock {
  readonly blockedMs: number;
  /**
   * The job whose function is being called; null if it was called before, so that any of the running jobs may be the
   * cause.
   */
  readonly turn: string | null;
  readonly going: readonly string[];
  /** For how long no processor was free; null where the system does not report it. */
  readonly waitedMs: number | null;
}

/** The line that the watchdog writes while the event loop is blocked. */
export function blockedLine({ blockedMs, turn, going, waitedMs }: OngoingBlock): string {
  if (waitedMs !== null && waitedMs >= blockedMs / 2) {
    return `zenpulse-runner: the event loop has stood still for ${Math.floor(blockedMs / 1000)} s because no processor was free; the machine is short of CPU, and the lease may be lost`;
  }
  const since = `zenpulse-runner: the event loop has been blocked for ${Math.floor(blockedMs / 1000)} s`;
  const meanwhile = 'nothing else can run, and the lease may be lost';
  const advice = "Run it in a thread: isolation: 'thread'";
  if (turn !== null) return `${since} by the job "${turn}"; ${meanwhile}. ${advice}`;
  const names = going.map((jobKey) => `"${jobKey}"`).join(', ');
  if (going.length === 1) return `${since} while the job ${names} runs; ${meanwhile}. ${advice}`;
  return `${since} by one of the jobs that run (${names}); ${meanwhile}. ${advice}`;
}
