import type { Outcome, Reason } from '@zenpulse/core/domain';
import type { Tenure } from '@zenpulse/core/ports';
import type { SimProcess } from './sim-process.ts';

/** A call of a job's function. */
export interface Start {
  readonly process: SimProcess;
  readonly runnerId: string;
  readonly runId: string;
  readonly scheduleId: string;
  readonly scheduledAt: number;
  readonly attempt: number;
  /** True for a run by hand or a retry of one. */
  readonly isManual: boolean;
  /** The edit of the schedule whose settings it runs with. */
  readonly edit: number;
  /** True time. */
  readonly at: number;
  /** On the runner's clock. */
  readonly wallAt: number;
  /** How many runs of the schedule, and how many in all, this runner had at that time, this one included. */
  readonly instances: number;
  readonly running: number;
  /** The newest revision that the runner had read. */
  readonly knownRevision: number;
  /** True if it had read that all firing is stopped, with that revision or after it. */
  readonly knowsOfStop: boolean;
  /** How long it will take unless it is aborted. */
  durationMs: number;
  end: End | null;
}

interface End {
  readonly at: number;
  readonly wallAt: number;
  readonly hasFailed: boolean;
}

/** A run was decided with the settings of one edit; recorded when it started or was given up. */
export interface Decision {
  readonly process: SimProcess;
  readonly scheduleId: string;
  readonly edit: number;
  /** On the runner's clock; the decision may be older. */
  readonly wallAt: number;
}

/** A run that was given up before it started. */
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

/** A runner acquired the lease. */
export interface Acquisition {
  readonly runnerId: string;
  readonly at: number;
  readonly wallAt: number;
  readonly tenure: Tenure;
  /** True if it is unknown what the previous holder started after P. */
  readonly isAmbiguous: boolean;
}

/** P as written: every occurrence up to it counts as decided. */
export interface Commitment {
  readonly at: number;
  readonly processedUntil: number;
}

/** All clocks were set back. The time between the new and the old reading occurs again. */
export interface StepBack {
  readonly at: number;
  readonly from: number;
  readonly until: number;
  /** True if it was so far that repeats are allowed. */
  readonly isFar: boolean;
}

/** The death of a process. */
export interface Death {
  readonly at: number;
  readonly wallAt: number;
  /** Its clock's latest reading, which is ahead of `wallAt` if the clock had been set back a little. */
  readonly furthestAt: number;
  readonly how: 'exited' | 'killed' | 'power-lost';
  /** True if its journal could not be written when it died. */
  readonly wasJournalBroken: boolean;
}

/** A run requested by hand. */
export interface Asked {
  readonly id: string;
  readonly scheduleId: string;
  readonly at: number;
  readonly requestedAt: number;
}

/** A runner's request to write to the database. */
export interface Write {
  readonly process: SimProcess;
  readonly what: string;
  /** How many rows it affects; null if unknown. */
  readonly rows: number | null;
  /** True time. */
  readonly at: number;
}

/** What really happened, recorded by the simulated world and not by the engine. */
export class Truth {
  readonly starts: Start[] = [];
  readonly decisions: Decision[] = [];
  readonly givenUp: GivenUp[] = [];
  readonly acquisitions: Acquisition[] = [];
  /** By process, the revision it read last, and when on its own clock. */
  readonly told = new Map<
    SimProcess,
    {
      readonly revision: number;
      /** The revision by which firing was last allowed again, if it had read that. */
      readonly resumedBy: number | null;
      readonly wallAt: number;
    }[]
  >();
  /** Runners that lost the lease and asked for it again in vain. */
  readonly lapsed = new Set<string>();
  readonly commitments: Commitment[] = [];
  readonly stepsBack: StepBack[] = [];
  /** The true times at which all clocks were set forward. */
  readonly stepsForward: number[] = [];
  readonly deaths = new Map<SimProcess, Death>();
  /** When a process began to stop properly. */
  readonly stopping = new Map<SimProcess, number>();
  readonly asked = new Map<string, Asked>();
  /** When a run was cancelled, by its id. */
  readonly cancelled = new Map<string, number>();
  /** Uncaught exceptions. */
  readonly thrown: unknown[] = [];
  readonly writes: Write[] = [];
  readonly #startsBySchedule = new Map<string, number>();

  noteStart(start: Start): void {
    this.starts.push(start);
    this.#startsBySchedule.set(start.scheduleId, this.startsOf(start.scheduleId) + 1);
  }

  /** How many starts a schedule has had. */
  startsOf(scheduleId: string): number {
    return this.#startsBySchedule.get(scheduleId) ?? 0;
  }

  /** True if this runner died and the end of its journal is missing. */
  hasLostJournal(runnerId: string): boolean {
    for (const [{ name }, { how, wasJournalBroken }] of this.deaths) {
      if (name === runnerId) return how === 'power-lost' || wasJournalBroken;
    }
    return false;
  }

  /** True if the end of a journal was lost between two wall instants; the clock may have been set back meanwhile. */
  lostJournalBetween(from: number, until: number): boolean {
    const isBehind = this.stepsBack.some((step) => step.from <= until && until <= step.until);
    for (const { how, wallAt, furthestAt, wasJournalBroken } of this.deaths.values()) {
      const isLost = how === 'power-lost' || wasJournalBroken;
      if (isLost && furthestAt >= from && (isBehind || wallAt <= until)) return true;
    }
    return false;
  }

  /** True for a run by hand: its retries have the instant at which it was requested. */
  isManual(scheduleId: string, scheduledAt: number): boolean {
    return [...this.asked.values()].some(
      (asked) => asked.scheduleId === scheduleId && asked.requestedAt === scheduledAt,
    );
  }
}
