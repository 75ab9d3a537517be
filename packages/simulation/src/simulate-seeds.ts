import type { Rule, Violation } from './checks/violation.ts';
import type { People } from './scenario.ts';
import { simulate, type SimulationReport } from './simulate.ts';

/** The short form of every run; `pnpm nightly` has many more. */
const DEFAULT_SEEDS = 300;

/** How many test files share the seeds, so that they run in parallel. */
const PARTS = 4;

/**
 * The seeds of one part: `ZENPULSE_SIM_SEEDS` of them in all, starting at `ZENPULSE_SIM_FIRST`. `ZENPULSE_SIM_SEEDS=1
 * ZENPULSE_SIM_FIRST=<seed> ZENPULSE_SIM_LOG=1` repeats one seed with its log.
 */
export function seedsOf(part: number): readonly number[] {
  const { first, count } = wanted();
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  return seeds.filter((_, index) => index % PARTS === part - 1);
}

/** A part of the seeds, simulated once more with people who do more than edit. */
export function seedsAgain(share: number): readonly number[] {
  const { first, count } = wanted();
  return Array.from({ length: Math.ceil(count * share) }, (_, index) => first + index);
}

function wanted() {
  const { ZENPULSE_SIM_FIRST: first = 1, ZENPULSE_SIM_SEEDS: count = DEFAULT_SEEDS } = process.env;
  return { first: Number(first), count: Number(count) };
}

/** Simulates the seeds and returns the violations, one line each. */
export async function violationsOf(
  seeds: readonly number[],
  people: People = {},
): Promise<readonly string[]> {
  const isLogged = process.env['ZENPULSE_SIM_LOG'] === '1';
  const broken: string[] = [];
  for (const seed of seeds) {
    const report = await simulate(seed, { isLogged, ...people });
    if (isLogged) console.log(logOf(report));
    if (report.violations.length > 0) console.log(`to see it: ${againOf(seed, people)}`);
    for (const { rule, text } of report.violations) broken.push(`seed ${seed}: ${rule}: ${text}`);
    await new Promise((resolve) => setImmediate(resolve)); // lets the test runner's worker answer its pings
  }
  return broken;
}

export interface Catch {
  readonly seed: number;
  readonly violation: Violation;
}

/** The first seed without violations that breaks one of the rules with the mutant; null if there is none. */
export async function caughtBy(
  live: (seed: number) => Promise<SimulationReport>,
  rules: readonly Rule[],
  seeds: readonly number[],
  people: People = {},
): Promise<Catch | null> {
  for (const seed of seeds) {
    const { violations } = await live(seed);
    const violation = violations.find(({ rule }) => rules.includes(rule));
    if (violation === undefined) continue;
    if ((await simulate(seed, people)).violations.length === 0) return { seed, violation };
  }
  return null;
}

function againOf(seed: number, { hasCancels, hasCalendar }: People): string {
  const settings = `ZENPULSE_SIM_FIRST=${seed} ZENPULSE_SIM_SEEDS=1 ZENPULSE_SIM_LOG=1`;
  return `${settings} npx vitest run --project unit packages/simulation/src/simulation-${hasCalendar ? 'calendar' : hasCancels ? 'cancels' : '1'}`;
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
