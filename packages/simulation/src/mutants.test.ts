import { describe, expect, it } from 'vitest';
import type { Rule } from './checks/violation.ts';
import {
  ADOPTS_THE_LIVING,
  FORGETS_THE_APPENDED,
  FORGETS_THE_DECIDED,
  NO_TRUST,
  NO_UNIQUENESS,
  NO_WAIT,
  P_IS_NOW,
} from './mutants.ts';
import { caughtBy } from './simulate-seeds.ts';
import { simulate } from './simulate.ts';
import type { Variant } from './variant.ts';

/** Each must be caught within this many seeds. */
const SEEDS = 500;

interface Mutant extends Variant {
  readonly rules: readonly Rule[];
  /** The first seed to try: a little before the one that shows it; 1 by default. */
  readonly from?: number;
}

const MUTANTS: readonly Mutant[] = [
  { ...NO_WAIT, rules: ['starts twice'], from: 40 },
  { ...NO_WAIT, rules: ['two holders'], from: 40 },
  { ...NO_TRUST, rules: ['starts twice'], from: 15 },
  { ...NO_TRUST, rules: ['two holders'], from: 15 },
  { ...P_IS_NOW, rules: ['disappears'] },
  { ...FORGETS_THE_APPENDED, rules: ['wrong record', 'starts twice'] },
  {
    ...ADOPTS_THE_LIVING,
    rules: ['starts twice', 'disappears', 'not recorded', 'wrong record'],
    from: 35,
  },
  { ...FORGETS_THE_DECIDED, rules: ['starts twice'] },
  { ...NO_UNIQUENESS, rules: ['recorded twice'] },
];

describe('the simulation catches', { timeout: 600_000 }, () => {
  it.each(MUTANTS)('$name, by "$rules"', async ({ rules, from = 1, ...variant }) => {
    const seeds = Array.from({ length: SEEDS }, (_, index) => from + index);
    const caught = await caughtBy((seed) => simulate(seed, { variant }), rules, seeds);
    if (caught !== null) console.log(`${variant.name}: seed ${caught.seed}: ${told(caught.violation)}`);
    expect(caught).not.toBeNull();
  });
});

function told({ rule, text }: { readonly rule: Rule; readonly text: string }): string {
  return `${rule}: ${text}`;
}
