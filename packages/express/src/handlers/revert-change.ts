import { revertBody, type Reverted } from '@zenpulse/contract';
import type { ChangeAuthor, ChangeRecord } from '@zenpulse/core/domain';
import { presentSchedule } from '@zenpulse/present';
import { newId } from '@zenpulse/store';
import { z } from 'zod';
import { askAboutEdits, type AskAbout } from '../changes/asked-edits.ts';
import { editInSteps, type Decide } from '../changes/edit-in-steps.ts';
import { editThatPutsBack, requireRoleFor } from '../changes/put-back-change.ts';
import { ApiError } from '../http/api-error.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { ApiRequest, Handler } from '../http/route.ts';
import type { Installation } from '../installation.ts';

/** How many changes of an action one request puts back. */
const AT_ONCE = 1_000;
/** How many of them are read at once: their values are JSON. */
const READ_AT_ONCE = 50;

const cursorRule = z.strictObject({ after: z.string(), changeId: z.uuid() });

/** Puts back one change, or in steps all changes of an action on many schedules. */
export const revertChange: Handler = async (request, installation) => {
  const { params, body, actor } = request;
  const { reason, cursor } = revertBody.parse(body) ?? {};
  const author: ChangeAuthor = { actor: actor.name, origin: 'admin', reason };
  const id = params['id'] ?? '';
  const change = await installation.backend.changeRecords.get(id);
  const answer =
    change === null
      ? await putBackAll(id, decodeCursor(cursor, cursorRule), author, request, installation)
      : await putBackOne(change, author, request, installation);
  return { status: 200, body: answer };
};

async function putBackOne(
  change: ChangeRecord,
  author: ChangeAuthor,
  request: ApiRequest,
  { backend }: Installation,
): Promise<Reverted> {
  requireRoleFor(change, request);
  const id = change.scheduleId ?? '';
  const decide: Decide = (stored, now) => editThatPutsBack(change, stored, now);
  const asking: AskAbout = { rules: request.rules, also: 'revert' };
  try {
    const check = await askAboutEdits([id], decide, asking, backend);
    const [edited] = await backend.schedules.edit(
      [id],
      (_id, stored, now) => {
        const edit = decide(stored, now, id);
        check(id, stored, edit);
        return edit;
      },
      author,
    );
    const changeId = edited?.change?.id ?? change.id;
    const done = { changed: edited === undefined ? 0 : 1, refused: [], changeId, nextCursor: null };
    const row = await backend.schedules.get(id);
    return row === null ? done : { ...done, schedule: await presentSchedule(row, backend) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'changed_since') throw error;
    throw await namingLater(error, change, backend.changeRecords);
  }
}

/** The conflict with the later change of each field. */
async function namingLater(
  error: ApiError,
  { scheduleId, at, id }: ChangeRecord,
  records: Installation['backend']['changeRecords'],
): Promise<ApiError> {
  const { items } = await records.list({ scheduleId: scheduleId ?? '', from: at }, { limit: 100 });
  const issues = error.issues?.map((issue) => {
    const later = items.find((one) => one.id !== id && Object.hasOwn(one.after ?? {}, issue.path));
    if (later === undefined) return issue;
    const by = later.actor === null ? `by ${later.origin}` : `by ${later.actor}`;
    return { ...issue, message: `${issue.message} (change ${later.id} ${by})` };
  });
  const [first] = issues ?? [];
  return new ApiError(
    'changed_since',
    first === undefined ? error.message : `${first.path}: ${first.message}`,
    issues,
  );
}

async function putBackAll(
  bulkId: string,
  from: z.output<typeof cursorRule> | undefined,
  author: ChangeAuthor,
  request: ApiRequest,
  { backend, clock }: Installation,
): Promise<Reverted> {
  const changeId = from?.changeId ?? newId();
  const done = { changed: 0, refused: [] as Reverted['refused'][number][] };
  let after = from?.after ?? null;
  for (let read = 0; read < AT_ONCE; read += READ_AT_ONCE) {
    const changes = await backend.changeRecords.ofBulk(bulkId, after, READ_AT_ONCE);
    if (changes.length === 0 && after === null)
      throw new ApiError('not_found', `there is no change ${bulkId}`);
    for (const change of changes) requireRoleFor(change, request);
    const byId = new Map(changes.map((change) => [change.scheduleId ?? '', change]));
    const step = await editInSteps(
      [...byId.keys()],
      (stored, now, id) => {
        const change = byId.get(id);
        const edit = change === undefined ? null : editThatPutsBack(change, stored, now);
        return edit === null ? null : { ...edit, bulkId: changeId };
      },
      author,
      { schedules: backend.schedules, clock, asking: { rules: request.rules, also: 'revert' } },
    );
    done.changed += step.changed;
    done.refused.push(...step.refused);
    after = changes.at(-1)?.id ?? after;
    if (changes.length < READ_AT_ONCE) return { ...done, changeId, nextCursor: null };
  }
  return { ...done, changeId, nextCursor: encodeCursor({ after, changeId }) };
}
