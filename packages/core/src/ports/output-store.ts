import type { RunProgress } from './runner-directory.ts';

export const OUTPUT_LEVELS = ['info', 'warn', 'error'] as const;

export type OutputLevel = (typeof OUTPUT_LEVELS)[number];

/** A line that a job wrote to its log. */
export interface OutputLine {
  /** 1 for the first line of a run. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly level: OutputLevel;
  /** Without secrets. */
  readonly text: string;
}

/** The newest output of a run that somebody watches. */
export interface RunOutput {
  readonly runId: string;
  /** By `seq`, without gaps; earlier lines may be missing. */
  readonly lines: readonly OutputLine[];
  readonly progress: RunProgress | null;
  /** True if the run has ended: no more lines follow. */
  readonly isEnded: boolean;
}

export interface OutputWatch {
  readonly runId: string;
  /** How long it still lasts; positive. */
  readonly leftMs: number;
}

/** How long a watch lasts that is not renewed. */
export const OUTPUT_WATCH_MS = 30_000;
/** How many runs may be watched at once. */
export const MAX_OUTPUT_WATCHES = 1_000;

/**
 * The output of running jobs. Somebody who wants to see it watches the run; its runner writes the newest lines while the
 * watch lasts. Nothing of it raises the revision.
 */
export interface OutputStore {
  /** Makes or renews a watch. False if there are as many as there may be, and this run is not among them. */
  watch(runId: string): Promise<boolean>;
  /** The watches that last, in no order. */
  watched(): Promise<readonly OutputWatch[]>;
  /** Replaces what was written of these runs. Leaves out runs whose watch was deleted. */
  write(outputs: readonly RunOutput[]): Promise<void>;
  /** What was written of the run last; null if nothing. */
  read(runId: string): Promise<RunOutput | null>;
  /** Deletes watches that have passed, with what was written of their runs. */
  prune(): Promise<void>;
}

/** Hints that a watch was made or renewed. As with a `Signal` they may be lost, late or repeated. */
export interface WatchSignal {
  /** False if hints from other hosts do not arrive: then a runner has to look for watches while jobs run. */
  readonly reachesAllHosts: boolean;
  /** Calls `onHint` until the returned function is called. */
  listen(onHint: () => void): () => void;
}
