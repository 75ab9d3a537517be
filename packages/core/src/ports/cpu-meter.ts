/** The CPU time of the event loop's thread. Both values only grow. */
export interface CpuReading {
  /** How long it ran; where that is not known per thread, how long all threads of the process did. */
  readonly usedMs: number;
  /** How long it was ready to run but got no CPU; null where the system does not report it. */
  readonly waitedMs: number | null;
}

export interface CpuMeter {
  /** Takes microseconds. Null where nothing is known. */
  read(): CpuReading | null;
}
