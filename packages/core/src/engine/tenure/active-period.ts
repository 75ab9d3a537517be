import type { LateReason, Reason } from '../../domain/index.ts';
import type { RunnerState, Tenure } from '../../ports/index.ts';
import type { Run } from '../runs/run.ts';
import type { HeardTenure, OwnTenure } from './recovery.ts';

const SECOND_MS = 1_000;

/**
 * The facts of this runner's active period that other parts ask for. Only `Holding` writes them, except for
 * `confirmedUntil` (the watermark) and `startedAt`, `isStopping` and `hasStopped` (the lifecycle).
 */
export class ActivePeriod {
  /** When this process started. */
  startedAt: number;
  isActive = false;
  /** True once this runner has been told to stop: it may still decide what is due, but starts nothing. */
  isStopping = false;
  /** True once nothing runs any more. */
  hasStopped = false;
  /** The last active period, which may still last; null before the first. */
  own: OwnTenure | null = null;
  /**
   * The last tenure that read the journals of dead runners but could not become active at once; null before the first.
   */
  heard: HeardTenure | null = null;
  /** What it found when it last acquired the lease: then the next runner needs its journal. */
  takeover: Tenure | null = null;
  /** When it began to fire; 0 before. */
  resumedAt = 0;
  /** Up to here the lease has stored that everything is decided. */
  confirmedUntil = -Infinity;
  /** True if no other runner held the lease since this one did. */
  isOwnReturn = false;
  /** True if another runner may have been active before. */
  hadPredecessor = false;

  constructor(startedAt: number) {
    this.startedAt = startedAt;
  }

  get state(): RunnerState {
    if (this.hasStopped) return 'stopped';
    return this.isActive ? 'active' : 'standby';
  }

  /** True while this runner starts runs, if the lease permits it. */
  get mayFire(): boolean {
    return this.isActive && !this.isStopping;
  }

  /** Why this runner did not start what fell due at `at`, before it was active. */
  whyNotBefore(at: number): LateReason {
    if (this.isOwnReturn) return 'lease';
    return this.hadPredecessor && at > this.startedAt ? 'takeover' : 'catch-up';
  }

  /** The reason for a run whose grace has passed. `isHeld`: whether the lease is held. */
  whyTooLate({ origin, scheduledAt, dueAt, schedule }: Run, isHeld: boolean): Reason {
    // What the lease has not stored, a successor decides again.
    if (!isHeld && origin !== 'manual' && scheduledAt > this.confirmedUntil) return 'ambiguous';
    const deadline = dueAt + (schedule.misfireGraceTime ?? 0) * SECOND_MS;
    return deadline <= this.resumedAt ? 'down' : 'grace';
  }
}
