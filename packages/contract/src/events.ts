/**
 * The kinds of events of `GET /api/events`. Each says that what is shown of it may be old; at most one a second and kind.
 *
 * - `revision`: a schedule was created, changed or deleted, or a run was requested or cancelled;
 * - `executions`: executions, counters or figures were written;
 * - `runners`: a runner's report was written: its state, what runs and waits, what it runs next;
 * - `output`: the output of a watched run was written.
 */
export const EVENT_KINDS = ['revision', 'executions', 'runners', 'output'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** The data of each event, in JSON. */
export interface EventData {
  /** When it was noticed: what was fetched after that has it. */
  readonly at: string;
  /** Of `revision`: the new number; null if the database did not answer. */
  readonly revision?: number | null;
}
