/** What a process was doing when code in it called `process.exit`. */
export type Activity =
  | { readonly kind: 'loading'; readonly module: string }
  /** The jobs running in this thread; the one whose function was being called comes first. */
  | { readonly kind: 'running'; readonly jobKeys: readonly string[] };

export interface ForeignExit {
  /** `zenpulse-runner` or `zenpulse`. */
  readonly program: string;
  /** The code passed to `process.exit`. */
  readonly askedCode: number;
  /** The code with which the process ends. */
  readonly code: number;
  /** File, line and column of the call; null if the stack does not show it. */
  readonly place: string | null;
  readonly activity: Activity;
}

const MOST_NAMES = 5;

/** The line about a `process.exit` outside of the program's own code. */
export function exitLine({ program, askedCode, code, place, activity }: ForeignExit): string {
  const call = `process.exit(${askedCode})${place === null ? '' : ` at ${place}`}`;
  if (activity.kind === 'loading') {
    return `${program}: the job module ${activity.module} called ${call} while it was being loaded. Remove the call, or move it into a file that the jobs do not import. Exit code ${code}`;
  }
  return `${program}: ${call} ended this process ${meanwhile(activity.jobKeys)}. Throw an error instead, or run the job in a thread: isolation: 'thread'. Exit code ${code}`;
}

/**
 * The line about a module whose loading can never finish: nothing is left in the process that could settle its `await`.
 */
export function neverLoadedLine(module: string): string {
  return `error: jobs: ${module} cannot be loaded: a top-level await in it, or in a file that it imports, never settles`;
}

function meanwhile(jobKeys: readonly string[]): string {
  const names = [...new Set(jobKeys)].map((jobKey) => `"${jobKey}"`);
  if (names.length === 0) return 'while no job ran in its main thread';
  const rest = names.length - MOST_NAMES;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return names.length === 1
    ? `while the job ${names[0]} ran`
    : `while the jobs ${names.slice(0, MOST_NAMES).join(', ')}${more} ran`;
}
