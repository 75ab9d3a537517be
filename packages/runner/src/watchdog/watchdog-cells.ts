/** Where in the shared memory is what. */
export const CELL = {
  /** 1 while runs go on. */
  awake: 0,
  /** Counts up with each turn that the loop gives a beat. */
  beat: 1,
  /** Whose function has the turn: the job's number from 1 on; 0 for none. */
  turn: 2,
  /** Nobody ever writes here: the other thread sleeps on it. */
  never: 3,
  /** From here on, how many runs of each job go on. */
  firstJob: 4,
} as const;

export interface WatchdogData {
  readonly cells: Int32Array;
  readonly jobKeys: readonly string[];
  /** Where the CPU time of the thread is told that is watched; null where it is not. */
  readonly statFile: string | null;
}
