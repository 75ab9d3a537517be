import { relative } from 'node:path';
import { describeTrigger, SCHEDULE_DEFAULTS, show, type JobIsolation } from '@zenpulse/core/domain';
import type { RegisteredJob } from '@zenpulse/core/engine';
import type { ScheduleRef } from '@zenpulse/core/ports';
import { resolveSettings } from '@zenpulse/store';
import type { Command } from 'commander';
import { findJobModules } from '../../jobs/find-job-modules.ts';
import { withStoreToRead, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

interface JobsFlags extends StoreFlags, JsonFlag {
  readonly jobs?: readonly string[];
}

interface JobJson {
  readonly jobKey: string;
  readonly definedAt: string;
  /** The schedule declared in code, unchanged; null if there is none. */
  readonly declared: object | null;
  /** The defaults of each new schedule of the job. */
  readonly defaults: object;
  readonly isolation: JobIsolation;
  /** The JSON schema of its params; null if the code declares none. */
  readonly paramsSchema: object | null;
  /** The declared trigger in words. */
  readonly description: string | null;
  /** Null if there is no database. */
  readonly schedules: readonly Omit<ScheduleRef, 'jobKey'>[] | null;
}

/** `zenpulse jobs`: lists what the job modules register. Does not create a database. */
export function jobsCommand(shell: Shell): Command {
  const command = storeCommand('jobs', 'Lists the jobs that the job modules register.', [
    'zenpulse jobs',
    'zenpulse jobs --jobs src/jobs.ts --json',
  ]).option(
    '--jobs <module...>',
    'modules or folders that register jobs (default: jobs.* or src/jobs.* or jobs/)',
  );
  return command.action(async (flags: JobsFlags) => {
    const { database, jobs } = flags;
    const settings = await resolveSettings({ database, jobs }, shell.env, shell.cwd);
    // Imported here, since these load the engine and the compiler for job modules, which the other commands do not
    // need.
    const [{ loadJobModules }, { reportedSchema, scheduleDefaults }] = await Promise.all([
      import('../../jobs/load-job-modules.ts'),
      import('@zenpulse/core/engine'),
    ]);
    const loaded = await shell.aside(() => loadJobModules(findJobModules(settings)));
    for (const remark of loaded.remarks) shell.remark(`note: ${remark}`);
    const registered = loaded.jobs;
    const refs = await schedulesOf(registered, flags, shell);
    const items = registered.map((job) => {
      const fromCode = { defaults: scheduleDefaults(job), paramsSchema: reportedSchema(job.paramsSchema) };
      return jobJson(job, fromCode, refs, settings.timezone);
    });
    if (flags.json) printJson(shell, items);
    else shell.print(inWords(items, shell.cwd));
  });
}

async function schedulesOf(
  jobs: readonly RegisteredJob[],
  flags: StoreFlags,
  shell: Shell,
): Promise<readonly ScheduleRef[] | null> {
  try {
    return await withStoreToRead(
      shell,
      flags,
      ({ backend }): Promise<readonly ScheduleRef[] | null> =>
        backend.schedules.findByJobs(jobs.map(({ key }) => key)),
      () => null,
    );
  } catch (error) {
    shell.remark(`note: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

function jobJson(
  job: RegisteredJob,
  fromCode: Pick<JobJson, 'defaults' | 'paramsSchema'>,
  refs: readonly ScheduleRef[] | null,
  timezone: string,
): JobJson {
  const { key, definedAt, options, isolation = 'inline' } = job;
  const { triggerType } = options;
  const isDeclared = triggerType !== undefined;
  return {
    jobKey: key,
    definedAt,
    declared: isDeclared ? { ...options, jobKey: key } : null,
    ...fromCode,
    isolation,
    description: isDeclared
      ? describeTrigger({ ...SCHEDULE_DEFAULTS, timezone, ...options, triggerType })
      : null,
    schedules:
      refs
        ?.filter(({ jobKey }) => jobKey === key)
        .map(({ id, variant, enabled }) => ({ id, variant, enabled })) ?? null,
  };
}

function inWords(items: readonly JobJson[], cwd: string): string {
  if (items.length === 0) return 'The job modules register no job.';
  const rows = items.map(({ jobKey, schedules, definedAt, ...inCode }) => [
    jobKey,
    saidInCode(inCode),
    scheduledInWords(schedules),
    nearby(definedAt, cwd),
  ]);
  return table(['JOB', 'IN CODE', 'SCHEDULED', 'DEFINED AT'], rows);
}

function saidInCode({
  description,
  defaults,
  isolation,
}: Pick<JobJson, 'description' | 'defaults' | 'isolation'>): string {
  const said = [
    ...(description === null ? [] : [description]),
    ...Object.entries(defaults).map(optionInWords),
    ...(isolation === 'thread' ? ['in a thread'] : []),
  ];
  return said.join(', ') || '-';
}

function optionInWords([name, value]: [string, unknown]): string {
  return `${name} ${show(value)}`;
}

function scheduledInWords(schedules: JobJson['schedules']): string {
  if (schedules === null) return '?';
  if (schedules.length === 0) return 'no';
  return schedules
    .map(({ variant, enabled }) => [variant, enabled ? 'on' : 'off'].filter((part) => part !== '').join(' '))
    .join(', ');
}

/** Paths below the current folder are shown relative to it. */
function nearby(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}
