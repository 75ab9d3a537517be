import type { Schedule } from '../../domain/index.ts';
import type { Counts } from '../records/batch-counts.ts';

/** The constant parts of a line: between the run's id and its instant, and after that. */
export type LineParts = readonly [beforeInstant: string, afterInstant: string];

/**
 * One schedule's slots, which `maxInstances` limits, and what further steps of a run ask of its schedule. Runs carry it,
 * so that these steps look nothing up by the schedule's id.
 */
export class ScheduleAccount {
  /** True while the schedule fires: otherwise the account goes with its last run. */
  isKept = false;
  /** The runs that hold the slots; nearly always there is only one, so that it needs no list. */
  #holder: string | null = null;
  #others: string[] | null = null;
  #newestStarted = -Infinity;
  /** What was counted of it in the batch with this serial number; null once that batch is written. */
  counts: Counts | null = null;
  countedIn = 0;
  /** Of the journal's line about a queued run of `lineOf`; null if JSON would escape something in them. */
  lineParts: LineParts | null = null;
  lineOf: Schedule | null = null;

  /** The queued or running runs that hold the slots, in the order in which they took them. */
  get holders(): readonly string[] {
    if (this.#holder === null) return [];
    return [this.#holder, ...(this.#others ?? [])];
  }

  /** True if no run holds a slot. */
  get isFree(): boolean {
    return this.#holder === null;
  }

  /** Takes one of `max` slots for a run; false if none is free. */
  take(max: number, runId: string): boolean {
    if (this.#holder === null) {
      if (max <= 0) return false;
      this.#holder = runId;
      return true;
    }
    const others = (this.#others ??= []);
    if (others.length + 1 >= max) return false;
    others.push(runId);
    return true;
  }

  /** Passes one run's slot to another. */
  pass(from: string, to: string): void {
    if (this.#holder === from) this.#holder = to;
    else this.#others = this.#others?.map((runId) => (runId === from ? to : runId)) ?? null;
  }

  release(runId: string): void {
    if (this.#holder === runId) {
      this.#holder = this.#others?.shift() ?? null;
      if (this.#holder === null) this.#newestStarted = -Infinity;
    } else this.#others = this.#others?.filter((other) => other !== runId) ?? null;
  }

  /** An occurrence starts in one of the slots. */
  started(scheduledAt: number): void {
    if (this.#holder !== null) this.#newestStarted = Math.max(this.#newestStarted, scheduledAt);
  }

  /** True if an occurrence after `scheduledAt` has started since the oldest of the slots was taken. */
  hasStartedAfter(scheduledAt: number): boolean {
    return this.#newestStarted > scheduledAt;
  }
}

/** The accounts by schedule id. */
export class ScheduleAccounts {
  readonly #byId = new Map<string, ScheduleAccount>();

  of(scheduleId: string): ScheduleAccount {
    const known = this.#byId.get(scheduleId);
    if (known !== undefined) return known;
    const account = new ScheduleAccount();
    this.#byId.set(scheduleId, account);
    return account;
  }

  /** The schedule fires from here on. */
  keep(scheduleId: string): ScheduleAccount {
    const account = this.of(scheduleId);
    account.isKept = true;
    return account;
  }

  /** It does not fire any more. */
  forget(scheduleId: string): void {
    const account = this.#byId.get(scheduleId);
    if (account === undefined) return;
    account.isKept = false;
    this.leave(account, scheduleId);
  }

  /** A run has left its slot: the account of a schedule that does not fire goes with the last one. */
  leave({ isKept, isFree }: ScheduleAccount, scheduleId: string): void {
    if (!isKept && isFree) this.#byId.delete(scheduleId);
  }
}
