import { show, type ScheduleFields } from '@zenpulse/core/domain';
import { Option, type Command } from 'commander';
import { usageError } from '../command-error.ts';
import { cronFieldsOf } from './cron-line.ts';
import { lengthOf } from './length-text.ts';

/** The flags of `schedules add` and `schedules set`, as typed. */
export interface ScheduleFlags {
  readonly cron?: string;
  readonly every?: string;
  readonly timezone?: string;
  readonly maxInstances?: string;
  readonly coalesce?: boolean;
  readonly misfireGrace?: string;
  readonly logPolicy?: string;
  readonly timeout?: string;
  readonly maxRetries?: string;
  readonly params?: string;
  readonly onAmbiguous?: string;
  readonly note?: string;
  readonly pausedUntil?: string;
  readonly pauseReason?: string;
  readonly owner?: string;
  readonly runbookUrl?: string;
  readonly blackouts?: string;
  readonly enabled?: true;
  readonly disabled?: true;
}

export function withScheduleFlags(command: Command): Command {
  return command
    .option('--cron <fields>', 'when: "minute hour day month day-of-week"; all five must match')
    .addOption(new Option('--every <length>', 'when: a length such as "10 minutes"').conflicts('cron'))
    .option('--timezone <zone>', 'IANA name of the zone')
    .option('--max-instances <n>', 'runs at a time')
    .option('--coalesce', 'combine missed runs into one')
    .option('--no-coalesce', 'run all that were missed, one after another')
    .option('--misfire-grace <seconds|none>', 'how late a run may start')
    .option('--log-policy <policy>', 'which runs are recorded: none, failures or all')
    .option('--timeout <seconds|none>', 'when a run is aborted')
    .option('--max-retries <n>', 'further attempts after a failure')
    .option('--params <json>', 'a JSON object for the job')
    .option(
      '--on-ambiguous <skip|run>',
      'if a runner crashes mid-run: skip that run (at most once) or run it again (at least once)',
    )
    .option('--note <text>', 'for people; "" for none')
    .option('--paused-until <instant|none>', 'not due before this; nothing is caught up')
    .option('--pause-reason <text>', 'why it is paused')
    .option('--owner <name>', 'who answers for it; "" for none')
    .option('--runbook-url <url>', 'what to do when it fails; "" for none')
    .option('--blackouts <names|none>', 'blackout windows, with commas between them')
    .option('--enabled', 'enable it')
    .addOption(new Option('--disabled', 'disable it').conflicts('enabled'));
}

/** The fields that the flags set, before the domain's rules check them. Throws for text that cannot be parsed. */
export function fieldsOf(flags: ScheduleFlags): Partial<Record<keyof ScheduleFields, unknown>> {
  const { timezone, coalesce, logPolicy, onAmbiguous, note, pauseReason, owner, runbookUrl } = flags;
  const fields: Partial<Record<keyof ScheduleFields, unknown>> = {
    ...triggerFieldsOf(flags),
    timezone,
    coalesce,
    logPolicy,
    onAmbiguous,
    note,
    pausedUntil: textOrNone(flags.pausedUntil),
    pauseReason,
    owner,
    runbookUrl,
    blackouts: namesIn(flags.blackouts),
    maxInstances: numberIn(flags.maxInstances),
    maxRetries: numberIn(flags.maxRetries),
    misfireGraceTime: numberOrNone(flags.misfireGrace),
    timeoutSeconds: numberOrNone(flags.timeout),
    params: jsonIn(flags.params),
    enabled: flags.enabled ?? (flags.disabled === undefined ? undefined : false),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function triggerFieldsOf({ cron, every }: Pick<ScheduleFlags, 'cron' | 'every'>) {
  if (cron !== undefined) return { triggerType: 'cron', ...cronFieldsOf(cron) };
  if (every === undefined) return {};
  const { value, unit } = lengthOf(every, '--every');
  return { triggerType: 'interval', intervalValue: value, intervalUnit: unit };
}

/** Text that is not a number stays text, and the field's rule reports what it expected. */
function numberIn(text: string | undefined): number | string | undefined {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function textOrNone(text: string | undefined): string | null | undefined {
  return text === 'none' || text === 'null' ? null : text;
}

function namesIn(text: string | undefined): string[] | null | undefined {
  const names = textOrNone(text);
  return typeof names === 'string'
    ? names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
    : names;
}

function numberOrNone(text: string | undefined): number | string | null | undefined {
  return textOrNone(text) === null ? null : numberIn(text);
}

export function jsonIn(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw usageError(`--params: expected a JSON object, got ${show(text)}`);
  }
}
