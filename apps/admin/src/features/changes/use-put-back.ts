import type { ChangeDto, RefusedSchedule, Reverted } from '@zenpulse/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { revertChange } from '../../api/actions.ts';
import { CHANGES_KEY } from '../../api/changes.ts';
import { changeSchedule, SCHEDULES_KEY } from '../../api/schedules.ts';
import { notifyDone } from '../../shell/notify.tsx';
import { notifyReceipt } from '../schedules/receipt/notify-receipt.tsx';
import { scheduleName } from '../schedules/schedule-name.ts';

/** How a change is put back. */
export type PutBackWay =
  | { readonly kind: 'change' }
  /** All of the action that the change is a part of. */
  | { readonly kind: 'action' }
  /** Fields that were changed again since: they get these values together. */
  | { readonly kind: 'fields'; readonly version: number; readonly fields: Readonly<Record<string, unknown>> };

interface PutBackDone {
  readonly changed: number;
  readonly refused: readonly RefusedSchedule[];
  /** True if the schedule is there now. */
  readonly isThere: boolean;
}

/** Puts a change back and says so; `onDone` is called if nothing was refused. */
export function usePutBack(change: ChangeDto, onDone: () => void) {
  const client = useQueryClient();
  const name = scheduleName({ jobKey: change.jobKey ?? '', variant: change.variant ?? '' });
  return useMutation({
    mutationFn: ({ way, reason }: { readonly way: PutBackWay; readonly reason: string }) =>
      perform(change, way, reason),
    onSuccess: ({ changed, refused, isThere }, { way }) => {
      if (refused.length > 0) return;
      onDone();
      if (way.kind === 'action')
        notifyDone(`Put back ${changed === 1 ? '1 schedule' : `${changed} schedules`}`);
      else if (changed === 0) notifyDone(`${name} was already as before this change`);
      else if (isThere && change.scheduleId !== null) notifyReceipt(change.scheduleId, `Put back: ${name}`);
      else notifyDone(`${name} was deleted`);
    },
    // Not awaited: it ends with its answer, however long the reads take.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: CHANGES_KEY });
      void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
    },
  });
}

async function perform(change: ChangeDto, way: PutBackWay, reason: string): Promise<PutBackDone> {
  if (way.kind === 'fields') {
    await changeSchedule(change.scheduleId ?? '', { ...way.fields, version: way.version }, reason);
    return { changed: 1, refused: [], isThere: true };
  }
  if (way.kind === 'change' || change.bulkId === null) {
    const { changed, schedule } = await revertChange(change.id, null, reason);
    return { changed, refused: [], isThere: schedule !== undefined };
  }
  let done: PutBackDone = { changed: 0, refused: [], isThere: true };
  let cursor: string | null = null;
  do {
    const step: Reverted = await revertChange(change.bulkId, cursor, reason);
    done = { ...done, changed: done.changed + step.changed, refused: [...done.refused, ...step.refused] };
    cursor = step.nextCursor;
  } while (cursor !== null);
  return done;
}
