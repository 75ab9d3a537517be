import { createChance } from './chance.ts';
import { pause, seen } from './pause.ts';
import type { Suite } from './suites/suite.ts';
import type { Truth } from './truth.ts';
import type { Evidence } from './verdict/evidence.ts';
import type { Finding } from './verdict/finding.ts';
import { checkOccurrences, iso, told } from './verdict/occurrences.ts';
import { checkRuns, type RunCounts } from './verdict/runs.ts';
import { takeovers } from './verdict/takeover.ts';
import type { DatabaseKind, ExecutionRow } from './world/database.ts';
import { createSandbox, type Sandbox } from './world/sandbox.ts';

export interface SuiteRun {
  readonly suite: Suite;
  readonly database: DatabaseKind;
  readonly seed: number;
  readonly times: number;
  /** True to keep the folder and the database even if nothing was found. */
  readonly isKept?: boolean;
}

export interface SuiteResult {
  readonly faults: number;
  readonly occurrences: number;
  /** Occurrences that have a row and are also counted as ambiguous by another one. */
  readonly doubted: number;
  readonly rows: number;
  readonly runs: RunCounts;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly takeoversMs: readonly number[];
  readonly findings: readonly Finding[];
  /** Problems with the runners themselves. */
  readonly troubles: readonly string[];
  /** Details that help to understand the first finding. */
  readonly evidence: string;
  readonly folder: string | null;
}

const EXPLAINED = 5;

/** Runs a suite in its own sandbox, from setup to verdict. */
export async function runSuite({
  suite,
  database,
  seed,
  times,
  isKept = false,
}: SuiteRun): Promise<SuiteResult> {
  const { runners, isProxied } = suite;
  const chance = createChance(seed);
  const sandbox = await createSandbox({
    database,
    runners,
    chance,
    ...(isProxied === undefined ? {} : { isProxied }),
  });
  let isGood = false;
  try {
    const from = await begin(sandbox);
    await suite.inject(sandbox, times);
    const until = await sandbox.settle();
    const result = await judge(sandbox, from, until);
    isGood = result.findings.length + result.troubles.length === 0;
    return { ...result, folder: isGood && !isKept ? null : sandbox.folder };
  } finally {
    await sandbox.close(isKept || !isGood);
  }
}

/** Starts one runner first, so that there is a defined moment from which everything counts. */
async function begin({ runners, folder }: Sandbox): Promise<number> {
  const [first, ...others] = runners;
  first?.start();
  await seen(() => first?.state === 'active' || first?.ended.length !== 0, 60_000);
  if (first?.state !== 'active') {
    throw new Error(`expected the first runner to fire, see ${folder}/${first?.name}.log`);
  }
  const from = Date.now();
  await pause(1_500);
  for (const runner of others) runner.start();
  return from;
}

async function judge(sandbox: Sandbox, from: number, until: number): Promise<Omit<SuiteResult, 'folder'>> {
  const { database, faults, troubles } = sandbox;
  const truth = await sandbox.truth();
  const [schedules, executions] = [await database.schedules(), await database.executions()];
  const kills = faults
    .filter(({ kind }) => kind === 'kill')
    .flatMap(({ pids, at }) => pids.map((pid) => ({ pid, at })));
  const halts = sandbox.runners.flatMap((runner) => runner.halts);
  const evidence: Evidence = { truth, schedules, executions, from, until, kills, halts };
  const runs = checkRuns(evidence);
  const occurrences = checkOccurrences(evidence);
  const findings = [...runs.findings, ...occurrences.findings];
  return {
    faults: faults.length,
    occurrences: occurrences.count,
    doubted: occurrences.doubted,
    rows: executions.length,
    runs: runs.counts,
    outcomes: countOutcomes(executions),
    takeoversMs: takeovers(faults, truth.starts),
    findings,
    troubles,
    evidence: (
      await Promise.all(findings.slice(0, EXPLAINED).map((one) => explain(sandbox, one, evidence)))
    ).join('\n'),
  };
}

function countOutcomes(executions: readonly ExecutionRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, reason } of executions) {
    const name = reason === null ? status : `${status}/${reason}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The occurrence with the jobs' own lines, its rows, and the faults and log lines around it. */
async function explain(sandbox: Sandbox, finding: Finding, { truth, executions }: Evidence): Promise<string> {
  const { jobKey, scheduledAt, kind, text } = finding;
  const isNear = (at: number) => Math.abs(at - scheduledAt) <= 15_000;
  const rows = executions.filter((row) => row.jobKey === jobKey && isNear(row.scheduledAt));
  const faults = sandbox.faults.filter(({ at }) => isNear(at));
  return [
    `== ${kind}: ${jobKey} due ${iso(scheduledAt)}: ${text}`,
    '-- truth',
    ...truthLines(truth, jobKey, isNear),
    '-- rows',
    ...rows.sort((a, b) => a.scheduledAt - b.scheduledAt || a.attempt - b.attempt).map(told),
    '-- faults',
    ...faults.map((fault) => `${iso(fault.at)} ${fault.kind} ${fault.pids.join(' ')}`),
    '-- logs',
    await sandbox.logAround(scheduledAt, 15_000),
  ].join('\n');
}

function truthLines({ starts, ends }: Truth, jobKey: string, isNear: (at: number) => boolean): string[] {
  return starts
    .filter((start) => start.jobKey === jobKey && isNear(start.scheduledAt))
    .map(({ scheduledAt, attempt, runId, pid, at }) => {
      const end = ends.get(runId);
      const ended = end === undefined ? 'no end' : `${end.isFailed ? 'failed' : 'done'} ${iso(end.at)}`;
      return `due ${iso(scheduledAt)} attempt ${attempt} run ${runId} in ${pid} began ${iso(at)} ${ended}`;
    });
}
