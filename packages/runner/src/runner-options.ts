import { SettingsError } from '@zenpulse/store';

export interface RunnerNumbers {
  readonly syncEvery: number;
  readonly concurrency: number;
  readonly grace: number;
}

/** What each number may be; the command line's flags have the same. */
export const RUNNER_NUMBERS = {
  syncEvery: { fallback: 10, min: 1, max: 86_400, what: 'whole seconds' },
  concurrency: { fallback: 20, min: 1, max: 10_000, what: 'a whole number' },
  grace: { fallback: 30, min: 0, max: 86_400, what: 'whole seconds' },
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
  return { syncEvery: check('syncEvery'), concurrency: check('concurrency'), grace: check('grace') };
}
