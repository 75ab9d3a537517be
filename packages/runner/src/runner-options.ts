import { availableParallelism } from 'node:os';
import { SettingsError } from '@zenpulse/store';

/** Jobs in threads may wait as well as compute, so that even one processor gets several threads. */
const MIN_THREADS = 4;

export interface RunnerNumbers {
  readonly syncEvery: number;
  readonly concurrency: number;
  readonly grace: number;
  /** More than `concurrency` would not be used. */
  readonly threads: number;
}

/** The ranges of the numbers, shared with the command line's flags. */
export const RUNNER_NUMBERS = {
  syncEvery: { fallback: 10, min: 1, max: 86_400, what: 'whole seconds' },
  concurrency: { fallback: 20, min: 1, max: 10_000, what: 'a whole number' },
  grace: { fallback: 30, min: 0, max: 86_400, what: 'whole seconds' },
  threads: {
    fallback: Math.max(MIN_THREADS, availableParallelism()),
    min: 1,
    max: 1_000,
    what: 'a whole number',
  },
} as const;

/** Fills in defaults and checks ranges. Throws a SettingsError that names the option. */
export function checkedRunnerOptions(
  given: Partial<Record<keyof RunnerNumbers, number | undefined>>,
): RunnerNumbers {
  const check = (name: keyof RunnerNumbers): number => {
    const { fallback, min, max, what } = RUNNER_NUMBERS[name];
    const value = given[name] ?? fallback;
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new SettingsError(`${name}: expected ${what} from ${min} to ${max}, got ${value}`);
  };
  const concurrency = check('concurrency');
  return {
    syncEvery: check('syncEvery'),
    concurrency,
    grace: check('grace'),
    threads: Math.min(check('threads'), concurrency),
  };
}
