import type { SuiteResult } from './run-suite.ts';
import { median, worst } from './verdict/takeover.ts';

export interface Report {
  readonly suite: string;
  readonly database: string;
  readonly seed: number;
  readonly seconds: number;
  readonly faults: number;
  readonly occurrences: number;
  readonly starts: number;
  readonly rows: number;
  readonly twice: number;
  readonly lost: number;
  readonly unaccounted: number;
  readonly otherFindings: number;
  readonly troubles: number;
  readonly unseenEnds: number;
  readonly unseenStarts: number;
  readonly ambiguousStarts: number;
  readonly doubted: number;
  readonly takeovers: number;
  readonly takeoverMedianMs: number | null;
  readonly takeoverWorstMs: number | null;
  readonly outcomes: Readonly<Record<string, number>>;
}

export type ReportHead = Pick<Report, 'suite' | 'database' | 'seed' | 'seconds'>;

/** Merges the results of parallel sandboxes. */
export function report(head: ReportHead, results: readonly SuiteResult[]): Report {
  const sum = (number: (result: SuiteResult) => number) =>
    results.reduce((total, result) => total + number(result), 0);
  const found = (...kinds: string[]) =>
    sum(({ findings }) => findings.filter(({ kind }) => kinds.includes(kind)).length);
  const takeovers = results.flatMap(({ takeoversMs }) => takeoversMs);
  const outcomes: Record<string, number> = {};
  for (const result of results) {
    for (const [name, count] of Object.entries(result.outcomes))
      outcomes[name] = (outcomes[name] ?? 0) + count;
  }
  const named = ['twice', 'lost row', 'unaccounted'];
  return {
    ...head,
    faults: sum(({ faults }) => faults),
    occurrences: sum(({ occurrences }) => occurrences),
    starts: sum(({ runs }) => runs.starts),
    rows: sum(({ rows }) => rows),
    twice: found('twice'),
    lost: found('lost row'),
    unaccounted: found('unaccounted'),
    otherFindings: sum(({ findings }) => findings.filter(({ kind }) => !named.includes(kind)).length),
    troubles: sum(({ troubles }) => troubles.length),
    unseenEnds: sum(({ runs }) => runs.unseenEnds),
    unseenStarts: sum(({ runs }) => runs.unseenStarts),
    ambiguousStarts: sum(({ runs }) => runs.ambiguousStarts),
    doubted: sum(({ doubted }) => doubted),
    takeovers: takeovers.length,
    takeoverMedianMs: median(takeovers),
    takeoverWorstMs: worst(takeovers),
    outcomes,
  };
}

export function isGood({ twice, lost, unaccounted, otherFindings, troubles }: Report): boolean {
  return twice + lost + unaccounted + otherFindings + troubles === 0;
}

/** A readable report: one line per figure. */
export function table({ outcomes, ...figures }: Report): string {
  const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(18)}${value ?? '-'}`);
  const ends = Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `  ${name.padEnd(24)}${count}`);
  return [...lines, 'rows by outcome', ...ends].join('\n');
}
