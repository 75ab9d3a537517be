/** What the processors gave to the thread of the event loop. Both count up. */
export interface CpuReading {
  /** How long it ran; where that is not known of a thread, how long the process did, with all its threads. */
  readonly usedMs: number;
  /** How long it could have run and no processor was free; null where the system does not say. */
  readonly waitedMs: number | null;
}

export interface CpuMeter {
  /** Costs microseconds. Null where nothing is known. */
  read(): CpuReading | null;
}
