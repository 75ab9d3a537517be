import type { JobContext, RegisteredJob } from '@zenpulse/core/engine';

/** The job, with `check` called whenever its code has returned: after its first synchronous part and at its end. */
export function guardedJob(job: RegisteredJob, check: () => void): RegisteredJob {
  return { ...job, fn: (context) => callJobFunction(job.fn, context, check) };
}

/** In a stack, all frames from this name on are ours: the engine's `describe-thrown.ts` cuts them off. */
function callJobFunction(fn: RegisteredJob['fn'], context: JobContext, check: () => void): unknown {
  let result: unknown;
  try {
    result = fn(context);
  } finally {
    check();
  }
  if ((typeof result !== 'object' && typeof result !== 'function') || result === null) return result;
  // Not `Promise.resolve`: the returned value may have a hostile `constructor`.
  const settled = new Promise((resolve) => resolve(result));
  const passOn = (value: unknown) => {
    check();
    return value;
  };
  const passOnThrown = (thrown: unknown) => {
    check();
    throw thrown;
  };
  return settled.then(passOn, passOnThrown);
}
