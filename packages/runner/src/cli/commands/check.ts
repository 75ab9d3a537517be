import {
  CHECK_CODES,
  checkSchedule,
  crowdedMinutes,
  newSchedule,
  scheduleDraft,
  type Schedule,
  type ScheduleFinding,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import { resolveSettings } from '@zenpulse/store';
import { Option, type Command } from 'commander';
import { findJobModules } from '../../jobs/find-job-modules.ts';
import { saidFailure } from '../command-error.ts';
import { allSchedules } from '../input/all-schedules.ts';
import { withStoreToRead, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

type CheckCode = ScheduleFinding['code'];

interface CheckFlags extends StoreFlags, JsonFlag {
  readonly jobs?: readonly string[];
  readonly code: boolean;
  readonly strict: boolean;
  readonly ignore: readonly CheckCode[];
}

interface Checked {
  /** How many schedules were looked at. */
  readonly schedules: number;
  readonly findings: readonly ScheduleFinding[];
}

/** `zenpulse check`: looks for schedules that do not run, or not when their author thinks. */
export function checkCommand(shell: Shell): Command {
  const command = storeCommand('check', 'Checks all schedules, those in the database and those in code.', [
    'zenpulse check',
    'zenpulse check --strict --ignore both-days same-minute',
    'zenpulse check --json',
  ])
    .option('--jobs <module...>', 'modules or folders that register jobs (default: as the runner finds them)')
    .option('--no-code', 'do not load the job modules: only what is in the database')
    .option('--strict', 'warnings fail too', false)
    .addOption(new Option('--ignore <rule...>', 'leave out these rules').choices(CHECK_CODES).default([]))
    .addHelpText(
      'after',
      `
Problems: damaged, unknown-job, never-runs. Warnings: far-away, both-days, uneven-step, missing-day, clock-change, unknown-blackout, same-minute.
Exit codes: 0 no problem; 1 a problem, with --strict a warning too; 2 bad usage or settings.`,
    );
  return command.action(async (flags: CheckFlags) => {
    const checked = await check(shell, flags);
    if (flags.json) printJson(shell, checked);
    else shell.print(inWords(checked));
    const fails = checked.findings.some(({ severity }) => flags.strict || severity === 'problem');
    if (fails) throw saidFailure();
  });
}

async function check(shell: Shell, flags: CheckFlags): Promise<Checked> {
  const code = flags.code ? await inCode(shell, flags) : null;
  const stored = await withStoreToRead<readonly StoredSchedule[]>(
    shell,
    flags,
    ({ backend }) => allSchedules(backend.schedules),
    () => [],
  );
  const now = shell.clock.now();
  const rows = [...stored, ...notStored(code?.declared ?? [], stored)];
  const sound = rows.flatMap((row) => (row.isDamaged ? [] : [row.schedule]));
  const findings = [
    ...rows.flatMap((row) => checkSchedule(row, code?.jobKeys ?? null, now)),
    ...crowdedMinutes(sound, now),
  ];
  return { schedules: rows.length, findings: findings.filter(({ code }) => !flags.ignore.includes(code)) };
}

interface InCode {
  readonly jobKeys: ReadonlySet<string>;
  readonly declared: readonly Schedule[];
}

async function inCode(shell: Shell, { database, jobs }: CheckFlags): Promise<InCode> {
  const settings = await resolveSettings({ database, jobs }, shell.env, shell.cwd);
  // Imported here, since these load the engine and the compiler for job modules, which --no-code does not need.
  const [{ loadJobModules }, { declaredSchedule }] = await Promise.all([
    import('../../jobs/load-job-modules.ts'),
    import('@zenpulse/core/engine'),
  ]);
  const loaded = await shell.aside(() => loadJobModules(findJobModules(settings)));
  for (const remark of loaded.remarks) shell.remark(`note: ${remark}`);
  const draft = scheduleDraft(settings.timezone);
  return {
    jobKeys: new Set(loaded.jobs.map(({ key }) => key)),
    declared: loaded.jobs
      .map(declaredSchedule)
      .filter((declared) => declared !== null)
      .map((declared) => newSchedule('', draft.parse(declared), shell.clock.now())),
  };
}

/** Schedules in code that no runner has created yet, as in a repository without a database. */
function notStored(declared: readonly Schedule[], stored: readonly StoredSchedule[]): StoredSchedule[] {
  const keys = new Set(stored.map((row) => (row.isDamaged ? row.damaged : row.schedule).jobKey));
  return declared
    .filter(({ jobKey }) => !keys.has(jobKey))
    .map((schedule) => ({ isDamaged: false, schedule }));
}

function inWords({ schedules, findings }: Checked): string {
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  const warnings = findings.length - problems;
  const summary = `${counted(schedules, 'schedule')}: ${counted(problems, 'problem')}, ${counted(warnings, 'warning')}.`;
  if (findings.length === 0) return summary;
  const rows = findings.map(({ severity, code, jobKey, variant, message }) => [
    severity,
    code,
    [jobKey ?? '-', variant ?? ''].filter((part) => part !== '').join(' '),
    message,
  ]);
  return `${table(['SEVERITY', 'RULE', 'SCHEDULE', 'FINDING'], rows)}\n${summary}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
