import type { StoredSchedule } from '@zenpulse/core/domain';
import type { ScheduleRef } from '@zenpulse/core/ports';
import type { Command } from 'commander';
import { usageError } from '../command-error.ts';
import type { OpenStore } from '../open-store.ts';

export interface VariantFlag {
  readonly variant?: string;
}

/** Adds the arguments that name a schedule. */
export function namingSchedule(command: Command): Command {
  return command
    .argument('<schedule>', "the job's key, or the schedule's id")
    .option('--variant <variant>', 'which of the schedules of that job');
}

/**
 * The schedule with this job key (and variant) or id. A key takes precedence over an id; without a variant, the variant
 * is `''`.
 */
export async function findSchedule(
  name: string,
  { variant }: VariantFlag,
  store: OpenStore,
): Promise<StoredSchedule> {
  const { schedules } = store.backend;
  const refs = await schedules.findByJobs([name]);
  const row = await schedules.get(refs.length === 0 ? name : chosen(name, refs, variant).id);
  if (row === null) throw await unknown(name, store);
  const found = row.isDamaged ? row.damaged : row.schedule;
  if (variant !== undefined && found.variant !== variant) throw noVariant(found.jobKey, variant, [found]);
  return row;
}

function chosen(jobKey: string, refs: readonly ScheduleRef[], variant: string | undefined): ScheduleRef {
  const [only] = refs;
  const wanted = refs.find((ref) => ref.variant === (variant ?? ''));
  if (wanted !== undefined) return wanted;
  if (variant !== undefined) throw noVariant(jobKey, variant, refs);
  if (only !== undefined && refs.length === 1) return only;
  throw usageError(`${jobKey} has several schedules: expected --variant ${variantsOf(refs)}`);
}

function noVariant(jobKey: string, variant: string, refs: readonly Pick<ScheduleRef, 'variant'>[]) {
  return usageError(`--variant: expected ${variantsOf(refs)} for ${jobKey}, got "${variant}"`);
}

function variantsOf(refs: readonly Pick<ScheduleRef, 'variant'>[]): string {
  return refs.map(({ variant }) => `"${variant}"`).join(' or ');
}

async function unknown(name: string, { backend, settings }: OpenStore) {
  const page = await backend.schedules.list({ sort: 'jobKey', isDescending: false, limit: 5 });
  const keys = page.items.map((row) => (row.isDamaged ? row.damaged.jobKey : row.schedule.jobKey));
  const known =
    keys.length === 0
      ? 'there are none yet'
      : `expected a job key or an id, such as ${[...new Set(keys)].join(', ')}`;
  return usageError(`there is no schedule "${name}" in ${settings.database.label}; ${known}`);
}
