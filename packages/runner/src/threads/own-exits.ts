import { AsyncLocalStorage } from 'node:async_hooks';

/** The run that a piece of code belongs to, also after an `await`, in a timer or in a listener. */
interface RunScope {
  readonly runId: string;
  readonly jobKey: string;
}

export interface OwnExits {
  /** Calls the job of a run: until the run ends, `process.exit` in it ends the thread. */
  perform<T>(run: RunScope, job: () => Promise<T>): Promise<T>;
}

/**
 * A thread serves one run after the other. A `process.exit` left behind by an earlier run, in a timer or an unawaited
 * promise, must not end another job's run: it throws instead, and the thread continues.
 */
export function keepExitsToTheirRun(): OwnExits {
  const scopes = new AsyncLocalStorage<RunScope>();
  const exit = process.exit.bind(process);
  let current: RunScope | null = null;
  let hasLoaded = false;
  process.exit = (code) => {
    const scope = scopes.getStore();
    if (!hasLoaded || (scope !== undefined && scope === current)) return exit(code);
    const owner = scope === undefined ? 'a job module' : `the job "${scope.jobKey}"`;
    throw new Error(
      `process.exit(${code ?? ''}) was called by what ${owner} left behind, outside of its run; the thread goes on`,
    );
  };
  return {
    perform: async (run, job) => {
      hasLoaded = true;
      current = run;
      try {
        return await scopes.run(run, job);
      } finally {
        current = null;
      }
    },
  };
}
