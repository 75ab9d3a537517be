import {
  conflictIssues,
  inputIssues,
  issuesText,
  putBack,
  type ChangeAuthor,
  type ChangeRecord,
  type PutBack,
} from '@zenpulse/core/domain';
import { StoreError, type Backend } from '@zenpulse/core/ports';
import { newId } from '@zenpulse/store';
import { z } from 'zod';

export interface PutBackDone {
  readonly changed: number;
  readonly refused: readonly { readonly id: string; readonly message: string }[];
}

const PAGE = 50;

/** Puts back one change, or all of one action, each schedule by itself; null if there is no such change. */
export async function putBackChanges(
  id: string,
  author: ChangeAuthor,
  { schedules, changeRecords }: Pick<Backend, 'schedules' | 'changeRecords'>,
): Promise<PutBackDone | null> {
  const bulkId = newId();
  const refused: PutBackDone['refused'][number][] = [];
  let changed = 0;
  const undo = async (change: ChangeRecord, isOfMany: boolean): Promise<void> => {
    const scheduleId = change.scheduleId ?? '';
    try {
      const edited = await schedules.edit(
        [scheduleId],
        (_id, stored, now) => {
          const back = putBack(change, stored, now);
          if (back.kind === 'done') return null;
          if (back.kind !== 'edit') throw new Refused(reasonOf(back));
          return isOfMany ? { ...back.edit, bulkId } : back.edit;
        },
        author,
      );
      changed += edited.length;
    } catch (error) {
      refused.push({ id: scheduleId, message: messageOf(error) });
    }
  };
  const one = await changeRecords.get(id);
  if (one !== null) {
    await undo(one, false);
    return { changed, refused };
  }
  let after: string | null = null;
  for (;;) {
    const changes: readonly ChangeRecord[] = await changeRecords.ofBulk(id, after, PAGE);
    if (changes.length === 0 && after === null) return null;
    for (const change of changes) await undo(change, true);
    after = changes.at(-1)?.id ?? after;
    if (changes.length < PAGE) return { changed, refused };
  }
}

class Refused extends Error {}

function reasonOf(back: Exclude<PutBack, { kind: 'edit' | 'done' }>): string {
  if (back.kind === 'impossible') return back.message;
  return issuesText(conflictIssues(back.conflicts));
}

/** Rethrows what is no refusal. */
function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return issuesText(inputIssues(error));
  if (error instanceof Refused) return error.message;
  if (error instanceof StoreError && error.code === 'schedule_exists') return error.message;
  throw error;
}
