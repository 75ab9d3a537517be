import { CHANGE_ACTIONS, show, type ChangeAction, type ChangeRecord } from '@zenpulse/core/domain';
import type { ChangeCursor } from '@zenpulse/core/ports';
import { presentChange } from '@zenpulse/present';
import type { Command } from 'commander';
import { failure, usageError } from '../command-error.ts';
import { authorOf, withReasonFlag, type ReasonFlag } from '../input/change-author.ts';
import { findSchedule, type VariantFlag } from '../input/find-schedule.ts';
import { instantOf } from '../input/instant-text.ts';
import { wholeNumber } from '../input/whole-number.ts';
import { withExistingStore, withStoreToRead, type OpenStore, type StoreFlags } from '../open-store.ts';
import { changeTable } from '../output/change-text.ts';
import { printJson } from '../output/print-json.ts';
import { putBackChanges } from '../../changes/put-back-changes.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

interface ChangesFlags extends StoreFlags, JsonFlag, VariantFlag {
  readonly actor?: string;
  readonly action?: string;
  readonly since?: number;
  readonly limit: number;
}

const PAGE = 100;

/** `zenpulse changes`: who changed what, the newest first. */
export function changesCommand(shell: Shell): Command {
  const command = storeCommand('changes', 'Lists who changed what, the newest first.', [
    'zenpulse changes',
    'zenpulse changes send_daily_report --since 2026-01-31T00:00:00Z',
    'zenpulse changes --actor ada --action delete --json',
    'zenpulse changes revert 01991a2b-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  ])
    .argument('[schedule]', "the job's key, or the schedule's id")
    .option('--variant <variant>', 'which of the schedules of that job')
    .option('--actor <name>', 'only by this person')
    .option('--action <action>', `only ${CHANGE_ACTIONS.join(', ')}`)
    .option('--since <instant>', 'only from this instant on', instantOf)
    .option('--limit <n>', 'how many', wholeNumber(1, 10_000), 50)
    .addCommand(revertCommand(shell));
  return command.action((name: string | undefined, flags: ChangesFlags) => {
    const { limit } = flags;
    const filter = {
      actor: flags.actor,
      action: actionOf(flags.action),
      from: flags.since,
    };
    const tell = (changes: readonly ChangeRecord[]) => {
      if (flags.json) printJson(shell, changes.map(presentChange));
      else if (changes.length > 0) shell.print(changeTable(changes));
      else shell.print('There are no such changes.');
    };
    const read = async (store: OpenStore) => {
      const scheduleId = name === undefined ? undefined : await idOf(name, flags, store);
      const found: ChangeRecord[] = [];
      let after: ChangeCursor | undefined;
      do {
        const left = Math.min(limit - found.length, PAGE);
        const page = await store.backend.changeRecords.list(
          { ...filter, scheduleId },
          { after, limit: left },
        );
        found.push(...page.items);
        after = page.next ?? undefined;
      } while (after !== undefined && found.length < limit);
      tell(found);
    };
    return withStoreToRead(shell, flags, read, () => tell([]));
  });
}

/** A deleted schedule is found by the id that its changes name. */
async function idOf(name: string, flags: VariantFlag, store: OpenStore): Promise<string> {
  const { items } = await store.backend.changeRecords.list({ scheduleId: name }, { limit: 1 });
  if (items.length > 0) return name;
  const row = await findSchedule(name, flags, store);
  return row.isDamaged ? row.damaged.id : row.schedule.id;
}

function actionOf(typed: string | undefined): ChangeAction | undefined {
  if (typed === undefined) return undefined;
  const known = CHANGE_ACTIONS.find((action) => action === typed);
  if (known === undefined)
    throw usageError(`--action: expected ${CHANGE_ACTIONS.join(', ')}, got ${show(typed)}`);
  return known;
}

function revertCommand(shell: Shell): Command {
  const command = storeCommand('revert', 'Puts a change back, or all changes of one action.', [
    'zenpulse changes revert 01991a2b-7c3d-7e4f-8a5b-6c7d8e9f0a1b --reason "was wrong"',
  ]).argument('<change>', 'the id of a change, or the bulkId of an action');
  return withReasonFlag(command).action((id: string, flags: StoreFlags & JsonFlag & ReasonFlag) =>
    withExistingStore(shell, flags, async ({ backend }) => {
      const done = await putBackChanges(id, authorOf(flags), backend);
      if (done === null) throw usageError(`there is no change ${show(id)}`);
      const { changed, refused } = done;
      if (flags.json) printJson(shell, done);
      else {
        for (const { id: refusedId, message } of refused) shell.remark(`refused ${refusedId}: ${message}`);
        shell.print(`Put back ${changed} ${changed === 1 ? 'schedule' : 'schedules'}.`);
      }
      if (refused.length > 0) throw failure(`${refused.length} could not be put back`);
    }),
  );
}
