import { toIso, triggerOf, type ExceptionRequest } from '@zenpulse/core/domain';
import { changeExceptions, type ExceptionChange } from '@zenpulse/present';
import { newId } from '@zenpulse/store';
import type { Command } from 'commander';
import { usageError } from '../../command-error.ts';
import { authorOf, withReasonFlag, type ReasonFlag } from '../../input/change-author.ts';
import { findSchedule, namingSchedule, type VariantFlag } from '../../input/find-schedule.ts';
import { instantOf } from '../../input/instant-text.ts';
import { withExistingStore, type OpenStore, type StoreFlags } from '../../open-store.ts';
import { nameOfRow } from '../../output/schedule-text.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';
import { answer } from './answer.ts';

type NamedFlags = ReasonFlag & VariantFlag & StoreFlags & JsonFlag;
type SkipFlags = NamedFlags & { readonly at?: number; readonly undo?: true };
type MoveFlags = NamedFlags & { readonly at?: number; readonly to?: number };

/** `zenpulse schedules skip`: the next occurrence, or the one at `--at`. */
export function skipCommand(shell: Shell): Command {
  const command = storeCommand('skip', 'Skips the next occurrence of a schedule, or the one at a time.', [
    'zenpulse schedules skip send_daily_report --reason "nobody reads it on a holiday"',
    'zenpulse schedules skip send_daily_report --at 2026-12-24T08:30:00Z',
    'zenpulse schedules skip send_daily_report --at 2026-12-24T08:30:00Z --undo',
  ])
    .option('--at <instant>', 'which occurrence (default: the next one)', instantOf)
    .option('--undo', 'withdraws what was skipped, moved or planned at that time');
  return withReasonFlag(namingSchedule(command)).action((name: string, flags: SkipFlags) =>
    withExistingStore(shell, flags, async (store) => {
      if (flags.undo === true) return undo(name, flags, store, shell);
      const at = flags.at ?? (await nextOf(name, flags, store));
      await plan(name, { kind: 'skip', at }, { flags, store, shell, done: `Skips ${toIso(at)}:` });
    }),
  );
}

/** `zenpulse schedules move`: the next occurrence, or the one at `--at`, runs at another time. */
export function moveCommand(shell: Shell): Command {
  const command = storeCommand('move', 'Moves the next occurrence of a schedule, or the one at a time.', [
    'zenpulse schedules move send_daily_report --to 2026-12-23T17:00:00Z',
    'zenpulse schedules move send_daily_report --at 2026-12-24T08:30:00Z --to 2026-12-23T17:00:00Z',
  ])
    .option('--at <instant>', 'which occurrence (default: the next one)', instantOf)
    .option('--to <instant>', 'when it runs instead', instantOf);
  return withReasonFlag(namingSchedule(command)).action((name: string, flags: MoveFlags) =>
    withExistingStore(shell, flags, async (store) => {
      const { to } = flags;
      if (to === undefined) throw usageError('expected --to 2026-01-31T08:30:00Z');
      const at = flags.at ?? (await nextOf(name, flags, store));
      const done = `Moves ${toIso(at)} to ${toIso(to)}:`;
      await plan(name, { kind: 'move', at, to }, { flags, store, shell, done });
    }),
  );
}

interface Doing {
  readonly flags: NamedFlags;
  readonly store: OpenStore;
  readonly shell: Shell;
  readonly done: string;
}

/** Plans an exception and prints the schedule. */
export async function plan(name: string, request: ExceptionRequest, doing: Doing): Promise<void> {
  await change(name, { plan: request, id: newId() }, doing);
}

async function change(name: string, wanted: ExceptionChange, { flags, store, shell, done }: Doing) {
  const row = await findSchedule(name, flags, store);
  const id = row.isDamaged ? row.damaged.id : row.schedule.id;
  const result = await changeExceptions(id, wanted, authorOf(flags), store.backend);
  if (result.issue !== null) {
    const { path, message } = result.issue;
    throw usageError(path === '' ? `${nameOfRow(row)}: ${message}` : `--${path}: ${message}`);
  }
  await answer(done, result.schedule, store, shell, flags.json);
}

async function undo(name: string, flags: SkipFlags, store: OpenStore, shell: Shell): Promise<void> {
  const { at } = flags;
  if (at === undefined) throw usageError('--undo: expected --at beside it');
  const row = await findSchedule(name, flags, store);
  const entries = row.isDamaged ? [] : (row.schedule.exceptions ?? []);
  const found = entries.find((entry) => entry.kind !== 'pause' && Date.parse(entry.at) === at);
  if (found === undefined) throw usageError(`--at: ${nameOfRow(row)} has no exception at ${toIso(at)}`);
  await change(name, { withdraw: found.id }, { flags, store, shell, done: `Withdrawn at ${toIso(at)}:` });
}

async function nextOf(name: string, flags: NamedFlags, store: OpenStore): Promise<number> {
  const row = await findSchedule(name, flags, store);
  const next = row.isDamaged ? null : triggerOf(row.schedule).next(store.backend.clock.now());
  if (next === null) throw usageError(`${nameOfRow(row)} has no further occurrence`);
  return next;
}
