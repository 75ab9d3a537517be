import {
  completeSchedule,
  describeTrigger,
  isPausedAt,
  nextOccurrences,
  SCHEDULE_DEFAULTS,
  toIso,
  triggerWarningTexts,
  type TriggerFields,
} from '@zenpulse/core/domain';
import { resolveSettings } from '@zenpulse/store';
import { Option, type Command } from 'commander';
import { usageError } from '../command-error.ts';
import { checkedFields, problemsInFlags } from '../input/checked-fields.ts';
import { findSchedule, type VariantFlag } from '../input/find-schedule.ts';
import { instantOf } from '../input/instant-text.ts';
import { triggerFieldsOf } from '../input/schedule-flags.ts';
import { wholeNumber } from '../input/whole-number.ts';
import { withStoreToRead, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import { nameOf } from '../output/schedule-text.ts';
import { zonedTime } from '../output/zoned-time.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

interface NextFlags extends StoreFlags, JsonFlag, VariantFlag {
  readonly cron?: string;
  readonly every?: string;
  readonly anchor?: number;
  readonly timezone?: string;
  readonly from?: number;
  readonly count: number;
}

/** A trigger, and the warnings about it. */
interface Asked {
  readonly trigger: TriggerFields & { readonly anchorAt: number };
  readonly name: string | null;
  readonly isEnabled: boolean;
  /** The end of its pause, if it is paused now. */
  readonly pausedUntil: string | null;
}

/** `zenpulse next`: when a trigger or a schedule fires, computed by the runner's own code. */
export function nextCommand(shell: Shell): Command {
  const command = storeCommand('next', 'Shows the next times of a trigger or of a schedule.', [
    'zenpulse next --cron "30 8 * * mon-fri" --timezone Europe/Berlin',
    'zenpulse next --every "10 minutes" --anchor 2026-01-01T00:00:00Z --count 3',
    'zenpulse next send_daily_report --json',
  ])
    .argument('[schedule]', 'the key of a job that has a schedule, or the id of a schedule')
    .option('--variant <variant>', 'which of the schedules of that job')
    .option('--cron <fields>', '"minute hour day month day-of-week"; all five must match')
    .addOption(new Option('--every <length>', 'a length such as "10 minutes"').conflicts('cron'))
    .option(
      '--anchor <instant>',
      'with --every: where the counting begins (default: --from, at its whole second)',
      instantOf,
    )
    .option('--timezone <zone>', 'IANA name of the zone (default: ZENPULSE_TIMEZONE or UTC)')
    .option('--from <instant>', 'times strictly after this one (default: now)', instantOf)
    .option('--count <n>', 'how many', wholeNumber(1, 1_000), 5);
  return command.action(async (schedule: string | undefined, flags: NextFlags) => {
    const from = flags.from ?? shell.clock.now();
    const asked =
      schedule === undefined ? await typed(shell, flags, from) : await stored(shell, schedule, flags);
    const runs = nextOccurrences(asked.trigger, from, flags.count);
    if (flags.json) printJson(shell, runs.map(toIso));
    else shell.print(inWords(asked, runs, flags.count, from));
  });
}

async function typed(shell: Shell, flags: NextFlags, from: number): Promise<Asked> {
  const { cron, every, anchor, variant } = flags;
  if (cron === undefined && every === undefined) {
    throw usageError('expected --cron "30 8 * * mon", --every "10 minutes", or the job key of a schedule');
  }
  if (anchor !== undefined && every === undefined) throw usageError('--anchor: expected --every beside it');
  if (variant !== undefined) throw usageError('--variant: expected the job key of a schedule beside it');
  const timezone = flags.timezone ?? (await resolveSettings({}, shell.env, shell.cwd)).timezone;
  const fields = { ...SCHEDULE_DEFAULTS, jobKey: 'next', timezone, ...triggerFieldsOf(flags) };
  const trigger = checkedFields(completeSchedule.safeParse(fields));
  return {
    trigger: { ...trigger, anchorAt: anchor ?? Math.floor(from / 1_000) * 1_000 },
    name: null,
    isEnabled: true,
    pausedUntil: null,
  };
}

function stored(shell: Shell, schedule: string, flags: NextFlags): Promise<Asked> {
  for (const name of ['cron', 'every', 'anchor', 'timezone'] as const) {
    if (flags[name] !== undefined) {
      throw usageError(`expected either a schedule or --${name}: a schedule has its own trigger and zone`);
    }
  }
  return withStoreToRead(shell, flags, async (store) => {
    const row = await findSchedule(schedule, flags, store);
    if (row.isDamaged) {
      const problems = problemsInFlags(row.damaged.problems);
      throw usageError(`${nameOf(row.damaged)} is damaged and does not run: ${problems}`);
    }
    const { schedule: trigger } = row;
    const pausedUntil = isPausedAt(trigger, store.backend.clock.now()) ? trigger.pausedUntil : null;
    return { trigger, name: nameOf(trigger), isEnabled: trigger.enabled, pausedUntil };
  });
}

function inWords(
  { trigger, name, isEnabled, pausedUntil }: Asked,
  runs: readonly number[],
  count: number,
  from: number,
) {
  const { timezone } = trigger;
  const lines = [`${name === null ? '' : `${name}: `}${describeTrigger(trigger)} (${timezone})`];
  if (!isEnabled) lines.push('The schedule is disabled: this is when it would run.');
  if (pausedUntil !== null)
    lines.push(`The schedule is paused until ${zonedTime(Date.parse(pausedUntil), timezone)}.`);
  lines.push(...runs.map((at) => `  ${zonedTime(at, timezone)}   ${toIso(at)}`));
  if (runs.length < count && runs.length > 0) lines.push('  no further runs');
  lines.push(...triggerWarningTexts(trigger, from).map((warning) => `Warning: ${warning}`));
  return lines.join('\n');
}
