import { describe, expect, it } from 'vitest';
import type { Outcome, Reason } from './execution.ts';
import {
  addRunEnd,
  hasFailedLast,
  hasMissed,
  hasRun,
  mergedRunInstants,
  NO_RUN_INSTANTS,
  type RunInstants,
} from './run-instants.ts';

type End = readonly [at: number, status: Outcome, reason?: Reason, attempt?: number];

function after(...ends: readonly End[]): RunInstants {
  const instants = { ...NO_RUN_INSTANTS };
  for (const [runTime, status, reason = null, attempt = 1] of ends) {
    addRunEnd(instants, { status, reason, runTime, attempt });
  }
  return instants;
}

describe('whether the newest ended run failed', () => {
  it.each<[string, readonly End[], boolean]>([
    ['nothing happened', [], false],
    ['a success', [[1, 'success']], false],
    ['a failure', [[1, 'fail']], true],
    ['a timeout', [[1, 'timeout']], true],
    ['an interruption', [[1, 'interrupted', 'runner-died']], true],
    ['a cancelled run', [[1, 'interrupted', 'cancelled']], false],
    [
      'a failure, and a cancelled run',
      [
        [1, 'fail'],
        [2, 'interrupted', 'cancelled'],
      ],
      false,
    ],
    [
      'a success, and a failure',
      [
        [1, 'success'],
        [2, 'fail'],
      ],
      true,
    ],
    [
      'a failure, and a success',
      [
        [1, 'fail'],
        [2, 'success'],
      ],
      false,
    ],
    [
      'a failure, then a miss and a skip',
      [
        [1, 'fail'],
        [2, 'missed'],
        [3, 'skipped'],
      ],
      true,
    ],
    [
      'a success, then a miss and a skip',
      [
        [1, 'success'],
        [2, 'missed'],
        [3, 'skipped'],
      ],
      false,
    ],
    [
      'a failure that ends after a success that began later',
      [
        [2, 'success'],
        [1, 'fail'],
      ],
      false,
    ],
  ])('after %s', (_past, ends, expected) => {
    expect(hasFailedLast(after(...ends))).toBe(expected);
  });
});

describe('since when runs fail', () => {
  it('is the first failure since the last success, whatever came in between', () => {
    const ends: End[] = [
      [1, 'fail'],
      [2, 'success'],
      [3, 'fail'],
      [4, 'interrupted', 'cancelled'],
      [5, 'missed'],
      [6, 'timeout'],
    ];
    expect(after(...ends).failingSince).toBe(3);
    expect(after(...ends, [7, 'success']).failingSince).toBeNull();
  });

  it('is the newest failure where a long success among failures ended last', () => {
    expect(after([1, 'fail'], [3, 'fail'], [2, 'success'])).toMatchObject({
      failingSince: 3,
      lastFailedAt: 3,
    });
  });
});

it('says the same of a past in one piece and in two, wherever it is cut', () => {
  const ends: End[] = [
    [1, 'success'],
    [2, 'fail'],
    [3, 'missed'],
    [4, 'fail'],
    [5, 'success'],
    [6, 'timeout'],
    [7, 'skipped'],
    [8, 'interrupted', 'runner-died'],
  ];
  for (let cut = 0; cut <= ends.length; cut += 1) {
    const halves = [after(...ends.slice(0, cut)), after(...ends.slice(cut))] as const;
    expect(mergedRunInstants(halves[0], halves[1])).toEqual(after(...ends));
    expect(mergedRunInstants(halves[1], halves[0])).toEqual(after(...ends));
  }
});

describe('whether something was missed since the last start', () => {
  it('ends with the next start, of a run that has not ended too', () => {
    expect(hasMissed(after([1, 'success'], [2, 'missed']), null)).toBe(true);
    expect(hasMissed(after([1, 'success'], [2, 'missed']), 3)).toBe(false);
    expect(hasMissed(after([1, 'success'], [2, 'missed'], [3, 'fail']), null)).toBe(false);
    expect(hasMissed(after([2, 'missed']), null)).toBe(true);
    expect(hasMissed(after([1, 'success']), null)).toBe(false);
  });

  it('leaves out a further attempt that was given up: its occurrence had started', () => {
    expect(hasMissed(after([1, 'fail'], [2, 'missed', 'superseded', 2]), null)).toBe(false);
  });
});

it('a schedule has run once a run of it has ended; a miss and a skip are none', () => {
  expect(hasRun(after([1, 'missed'], [2, 'skipped']))).toBe(false);
  expect(hasRun(after([1, 'fail']))).toBe(true);
});
