import { expect, it } from 'vitest';
import type { Plan } from './scenario.ts';
import { simulate } from './simulate.ts';

/** A plan in which nothing is ever due, and the only faults are ends and starts of runners. */
function idle(plan: Plan): Plan {
  const schedules = plan.schedules.map((fields) => ({ ...fields, enabled: false }));
  const faults = plan.faults.filter(({ kind }) =>
    ['kill', 'terminate', 'power-loss', 'stand-still', 'revoke', 'hints-lost'].includes(kind),
  );
  return { ...plan, schedules, faults };
}

it('runners that have nothing to do write nothing to the database, whoever dies and takes over', async () => {
  let starts = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const report = await simulate(seed, { replan: idle });
    expect({ seed, writes: report.writes, violations: report.violations }).toEqual({
      seed,
      writes: 0,
      violations: [],
    });
    starts += report.starts;
  }
  expect(starts).toBe(0);
});
