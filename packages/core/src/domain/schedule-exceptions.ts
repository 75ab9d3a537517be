import { z } from 'zod';
import { expected } from './expected.ts';
import { instantText } from './instant-text.ts';

/** What a person changed of single occurrences. All instants in ISO. */
export type ScheduleException =
  /** The occurrence at `at` does not run. */
  | { readonly kind: 'skip'; readonly id: string; readonly at: string; readonly reason: string | null }
  /** The occurrence at `at` runs at `to` instead. */
  | {
      readonly kind: 'move';
      readonly id: string;
      readonly at: string;
      readonly to: string;
      readonly reason: string | null;
    }
  /** A run at `at` that the rule does not yield. */
  | { readonly kind: 'run'; readonly id: string; readonly at: string; readonly reason: string | null };

/** A pause that is over: `from` ≤ an occurrence in it < `until`. */
export interface PastPause {
  readonly kind: 'pause';
  readonly id: string;
  readonly at: string;
  readonly to: string;
  readonly reason: string | null;
}

/** An entry of `exceptions` in the row: those to come, and past ones for the list of occurrences. */
export type ExceptionEntry = ScheduleException | PastPause;

const reason = z.string().nullable();
const id = z.string();
const at = instantText;

/** The rule of the row's list; SQL by hand may have written anything. */
export const exceptionEntries: z.ZodType<readonly ExceptionEntry[] | null> = z
  .array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('skip'), id, at, reason }),
      z.object({ kind: z.literal('move'), id, at, to: at, reason }),
      z.object({ kind: z.literal('run'), id, at, reason }),
      z.object({ kind: z.literal('pause'), id, at, to: at, reason }),
    ]),
    expected('a list of exceptions'),
  )
  .nullable();

/** So many exceptions may be to come, and so many past ones are kept. */
export const MOST_EXCEPTIONS = 100;

/** The last instant that an entry is about. */
export function endOfException(entry: ExceptionEntry): number {
  return 'to' in entry ? Math.max(Date.parse(entry.at), Date.parse(entry.to)) : Date.parse(entry.at);
}

/** The entries in order, without the oldest of the past ones; null for none. */
export function keptExceptions(
  entries: readonly ExceptionEntry[],
  now: number,
): readonly ExceptionEntry[] | null {
  const inOrder = entries.toSorted((a, b) => endOfException(a) - endOfException(b));
  const past = inOrder.filter((entry) => endOfException(entry) <= now).slice(-MOST_EXCEPTIONS);
  const kept = [...past, ...inOrder.filter((entry) => endOfException(entry) > now)];
  return kept.length === 0 ? null : kept;
}
