import type { ActionsBody, ActionsDone, RefusedSchedule } from '@zenpulse/contract';

/** Which schedules: by id, or all that a filter finds; the server refuses if it finds another number than `expect`. */
export type Target =
  { readonly ids: readonly string[] } | { readonly filter: ActionsBody['filter']; readonly expect: number };

/** What to do, without whom it concerns. */
export type Wanted = Pick<ActionsBody, 'action' | 'pausedUntil' | 'pauseReason'>;

export interface Acted {
  readonly changed: number;
  readonly refused: readonly RefusedSchedule[];
  /** What puts it back; several where the ids needed several requests. */
  readonly changeIds: readonly string[];
  /** How many schedules were decided about. */
  readonly reached: number;
  /** Why it stopped before the end; null: it did not. */
  readonly error: unknown;
}

/** Most ids that the server takes at once, and most schedules that it acts on in one request. */
const AT_ONCE = 1_000;

/**
 * Acts on schedules, a thousand a request. Throws if nothing was done; an error after that ends it, and is part of the
 * result. `onProgress` gets how many are decided about.
 */
export async function actInSteps(
  wanted: Wanted,
  target: Target,
  send: (body: ActionsBody) => Promise<ActionsDone>,
  onProgress: (reached: number) => void,
): Promise<Acted> {
  const refused: RefusedSchedule[] = [];
  const changeIds = new Set<string>();
  let changed = 0;
  let reached = 0;
  const take = (done: ActionsDone, size: number) => {
    changed += done.changed;
    refused.push(...done.refused);
    changeIds.add(done.changeId);
    reached += size;
    onProgress(reached);
  };
  const acted = (error: unknown): Acted => ({ changed, refused, changeIds: [...changeIds], reached, error });
  try {
    if ('ids' in target) {
      for (let from = 0; from < target.ids.length; from += AT_ONCE) {
        const ids = target.ids.slice(from, from + AT_ONCE);
        take(await send({ ...wanted, ids }), ids.length);
      }
      return acted(null);
    }
    for (let cursor: string | null | undefined; cursor !== null;) {
      const done: ActionsDone = await send({ ...wanted, ...target, ...(cursor !== undefined && { cursor }) });
      take(done, done.nextCursor === null ? Math.max(target.expect - reached, 0) : AT_ONCE);
      cursor = done.nextCursor;
    }
    return acted(null);
  } catch (error) {
    if (reached === 0) throw error;
    return acted(error);
  }
}

export interface PutBack {
  readonly changed: number;
  readonly refused: readonly RefusedSchedule[];
}

/** Puts back what actions did, the last one first. */
export async function putBackAll(
  changeIds: readonly string[],
  send: (id: string, cursor: string | null) => Promise<ActionsDone>,
): Promise<PutBack> {
  const refused: RefusedSchedule[] = [];
  let changed = 0;
  for (const id of changeIds.toReversed()) {
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const done: ActionsDone = await send(id, cursor);
      changed += done.changed;
      refused.push(...done.refused);
      cursor = done.nextCursor;
    }
  }
  return { changed, refused };
}
