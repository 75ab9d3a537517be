/** The layout of the shared memory. */
export const CELL = {
  /** 1 while there are runs. */
  awake: 0,
  /** Incremented at each beat of the loop. */
  beat: 1,
  /** The job whose function is being called: its number from 1 on; 0 if there is none. */
  turn: 2,
  /** Never written: the other thread waits on it in order to sleep. */
  never: 3,
  /** From here on, the number of current runs of each job. */
  firstJob: 4,
} as const;

export interface WatchdogData {
  readonly cells: Int32Array;
  readonly jobKeys: readonly string[];
  /** The file with the CPU time of the watched thread; null where there is none. */
  readonly statFile: string | null;
}
