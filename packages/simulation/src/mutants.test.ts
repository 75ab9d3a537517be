import { describe, expect, it } from 'vitest';
import type { Rule } from './checks/violation.ts';
import {
  ADOPTS_THE_LIVING,
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
const SEEDS = Array.from({ length: 500 }, (_, index) => index + 1);

const MUTANTS: readonly (Variant & { readonly rules: readonly Rule[] })[] = [
  { ...NO_WAIT, rules: ['starts twice'] },
  { ...NO_WAIT, rules: ['two holders'] },
  { ...NO_TRUST, rules: ['starts twice'] },
  { ...NO_TRUST, rules: ['two holders'] },
  { ...P_IS_NOW, rules: ['disappears'] },
  { ...ADOPTS_THE_LIVING, rules: ['starts twice', 'disappears', 'not recorded', 'wrong record'] },
  { ...FORGETS_THE_DECIDED, rules: ['starts twice'] },
  { ...NO_UNIQUENESS, rules: ['recorded twice'] },
];

describe('the simulation catches', { timeout: 600_000 }, () => {
  it.each(MUTANTS)('$name, by "$rules"', async ({ rules, ...variant }) => {
    const caught = await caughtBy((seed) => simulate(seed, { variant }), rules, SEEDS);
    if (caught !== null) console.log(`${variant.name}: seed ${caught.seed}: ${told(caught.violation)}`);
    expect(caught).not.toBeNull();
  });
});

function told({ rule, text }: { readonly rule: Rule; readonly text: string }): string {
  return `${rule}: ${text}`;
}
