import type { Rule, Violation } from './checks/violation.ts';
import { simulate, type SimulationReport } from './simulate.ts';

const DEFAULT_SEEDS = 5_000;

/** How many test files share the seeds, so that they run beside each other. */
const PARTS = 4;

/**
 * The seeds of one part: `ZENPULSE_SIM_SEEDS` of them in all, from `ZENPULSE_SIM_FIRST` on. With
 * `ZENPULSE_SIM_SEEDS=1 ZENPULSE_SIM_FIRST=<seed> ZENPULSE_SIM_LOG=1` one seed is lived again, with its log.
 */
export function seedsOf(part: number): readonly number[] {
  const { first, count } = wanted();
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  return seeds.filter((_, index) => index % PARTS === part - 1);
}

/** A tenth as many seeds: they are lived through once more, with people who cancel runs. */
export function cancelSeeds(): readonly number[] {
  const { first, count } = wanted();
  return Array.from({ length: Math.ceil(count / 10) }, (_, index) => first + index);
}

function wanted() {
  const { ZENPULSE_SIM_FIRST: first = 1, ZENPULSE_SIM_SEEDS: count = DEFAULT_SEEDS } = process.env;
  return { first: Number(first), count: Number(count) };
}

/** Lives through the seeds and returns what broke, one line each. */
export async function violationsOf(seeds: readonly number[], hasCancels = false): Promise<readonly string[]> {
  const isLogged = process.env['ZENPULSE_SIM_LOG'] === '1';
  const broken: string[] = [];
  for (const seed of seeds) {
    const report = await simulate(seed, { isLogged, hasCancels });
    if (isLogged) console.log(logOf(report));
    if (report.violations.length > 0) console.log(`to see it: ${againOf(seed, hasCancels)}`);
    for (const { rule, text } of report.violations) broken.push(`seed ${seed}: ${rule}: ${text}`);
    await new Promise((resolve) => setImmediate(resolve)); // let the test runner say that it is alive
  }
  return broken;
}

export interface Catch {
  readonly seed: number;
  readonly violation: Violation;
}

/** The first seed that is sound and breaks one of the rules with the mutant; null when there is none among them. */
export async function caughtBy(
  live: (seed: number) => Promise<SimulationReport>,
  rules: readonly Rule[],
  seeds: readonly number[],
): Promise<Catch | null> {
  for (const seed of seeds) {
    const { violations } = await live(seed);
    const violation = violations.find(({ rule }) => rules.includes(rule));
    if (violation === undefined) continue;
    if ((await simulate(seed)).violations.length === 0) return { seed, violation };
  }
  return null;
}

function againOf(seed: number, hasCancels: boolean): string {
  const settings = `ZENPULSE_SIM_FIRST=${seed} ZENPULSE_SIM_SEEDS=1 ZENPULSE_SIM_LOG=1`;
  return `${settings} npx vitest run --project unit simulation/simulation-${hasCancels ? 'cancels' : '1'}`;
}

function logOf({ seed, log, rows, violations }: SimulationReport): string {
  const time = (at: number) => new Date(at).toISOString().slice(11, 23);
  const records = rows.map(
    ({ id, scheduleId, scheduledAt, attempt, status, reason, coalescedCount, runTime }) =>
      `${id} ${scheduleId} ${time(scheduledAt)} attempt ${attempt} ${status}/${reason} of ${coalescedCount} at ${time(runTime)}`,
  );
  const broken = violations.map(({ rule, text }) => `${rule}: ${text}`);
  return [`seed ${seed}`, ...log, '', 'records', ...records.toReversed(), '', ...broken].join('\n');
}
