import type { Outcome, Reason } from '@zenpulse/core/domain';
import type { Tenure } from '@zenpulse/core/ports';
import type { SimProcess } from './sim-process.ts';

/** A job's function was called. */
export interface Start {
  readonly process: SimProcess;
  readonly runnerId: string;
  readonly runId: string;
  readonly scheduleId: string;
  readonly scheduledAt: number;
  readonly attempt: number;
  /** By hand, or the retry of a run by hand. */
  readonly isManual: boolean;
  /** The edit of the schedule whose settings it runs with. */
  readonly edit: number;
  /** True time. */
  readonly at: number;
  /** By the runner's clock. */
  readonly wallAt: number;
  /** How many runs of the schedule, and of all, this runner had then, this one included. */
  readonly instances: number;
  readonly running: number;
  /** The revision of the schedules that the runner had been told. */
  readonly knownRevision: number;
  /** How long it is going to take, unless it is aborted. */
  durationMs: number;
  end: End | null;
}

interface End {
  readonly at: number;
  readonly wallAt: number;
  readonly hasFailed: boolean;
}

/** A run was decided by the settings of one edit: when it started, or when it was given up. */
export interface Decision {
  readonly process: SimProcess;
  readonly scheduleId: string;
  readonly edit: number;
  /** By the runner's clock; it may have been decided before. */
  readonly wallAt: number;
}

/** A run was given up before it started. */
export interface GivenUp extends Decision {
  readonly runId: string;
  readonly scheduledAt: number;
  readonly dueAt: number;
  readonly attempt: number;
  readonly status: Outcome;
  readonly reason: Reason | null;
  /** True time. */
  readonly at: number;
}

/** The lease came to a runner. */
export interface Acquisition {
  readonly runnerId: string;
  readonly at: number;
  readonly wallAt: number;
  readonly tenure: Tenure;
  /** Nobody could tell what its last holder had started after P. */
  readonly isAmbiguous: boolean;
}

/** P as it was written: every occurrence up to it is said to be decided. */
export interface Commitment {
  readonly at: number;
  readonly processedUntil: number;
}

/** All clocks were set back. What was between the new time and the old one comes again. */
export interface StepBack {
  readonly at: number;
  readonly from: number;
  readonly until: number;
  /** So far that repeats are allowed. */
  readonly isFar: boolean;
}

/** How a process came to its end. */
export interface Death {
  readonly at: number;
  readonly wallAt: number;
  /** The latest that its clock had shown: when it had been set back a little, that is ahead of `wallAt`. */
  readonly furthestAt: number;
  readonly how: 'exited' | 'killed' | 'power-lost';
  /** Its journal could not be written when it died. */
  readonly wasJournalBroken: boolean;
}

/** A run asked for by hand. */
export interface Asked {
  readonly id: string;
  readonly scheduleId: string;
  readonly at: number;
  readonly requestedAt: number;
}

/** A runner asked the database to write something. */
export interface Write {
  readonly process: SimProcess;
  readonly what: string;
  /** How many rows it is about; null where that is not told. */
  readonly rows: number | null;
  /** True time. */
  readonly at: number;
}

/** What really happened, written down by the simulated world and not by the engine. */
export class Truth {
  readonly starts: Start[] = [];
  readonly decisions: Decision[] = [];
  readonly givenUp: GivenUp[] = [];
  readonly acquisitions: Acquisition[] = [];
  /** When, by its own clock, a process was told of a revision. */
  readonly told = new Map<SimProcess, { readonly revision: number; readonly wallAt: number }[]>();
  /** Runners that asked for the lease in vain after they had it. */
  readonly lapsed = new Set<string>();
  readonly commitments: Commitment[] = [];
  readonly stepsBack: StepBack[] = [];
  /** When, by the true time, all clocks were set forward. */
  readonly stepsForward: number[] = [];
  readonly deaths = new Map<SimProcess, Death>();
  /** When a process began to stop in order. */
  readonly stopping = new Map<SimProcess, number>();
  readonly asked = new Map<string, Asked>();
  /** When a run was cancelled, by its id. */
  readonly cancelled = new Map<string, number>();
  /** What was thrown where nobody caught it. */
  readonly thrown: unknown[] = [];
  readonly writes: Write[] = [];

  /** Whether a runner died of whose journal the end is missing. */
  hasLostJournal(runnerId: string): boolean {
    for (const [{ name }, { how, wasJournalBroken }] of this.deaths) {
      if (name === runnerId) return how === 'power-lost' || wasJournalBroken;
    }
    return false;
  }

  /** Whether a journal's end was lost between two instants of the wall, which may have been set back meanwhile. */
  lostJournalBetween(from: number, until: number): boolean {
    const isBehind = this.stepsBack.some((step) => step.from <= until && until <= step.until);
    for (const { how, wallAt, furthestAt, wasJournalBroken } of this.deaths.values()) {
      const isLost = how === 'power-lost' || wasJournalBroken;
      if (isLost && furthestAt >= from && (isBehind || wallAt <= until)) return true;
    }
    return false;
  }

  /** Whether a run is one by hand: its retries bear the instant at which it was asked for. */
  isManual(scheduleId: string, scheduledAt: number): boolean {
    return [...this.asked.values()].some(
      (asked) => asked.scheduleId === scheduleId && asked.requestedAt === scheduledAt,
    );
  }
}
