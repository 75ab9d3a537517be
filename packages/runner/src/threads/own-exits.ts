import { AsyncLocalStorage } from 'node:async_hooks';

/** The run that a piece of code belongs to, wherever it goes on: after an `await`, in a timer, in a listener. */
interface RunScope {
  readonly runId: string;
  readonly jobKey: string;
}

export interface OwnExits {
  /** Calls the job of a run: `process.exit` in it ends the thread, until the run has ended. */
  perform<T>(run: RunScope, job: () => Promise<T>): Promise<T>;
}

/**
 * A thread serves one run after the other. A `process.exit` that an earlier run left behind, in a timer or a promise that
 * nobody awaits, must not end the run of another job: it throws instead, and the thread goes on.
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
