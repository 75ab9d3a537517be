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
  readonly #holders: string[] = [];
  #newestStarted = -Infinity;
  /** What was counted of it in the batch with this serial number; null once that batch is written. */
  counts: Counts | null = null;
  countedIn = 0;
  /** Of the journal's line about a queued run of `lineOf`; null if JSON would escape something in them. */
  lineParts: LineParts | null = null;
  lineOf: Schedule | null = null;

  /** The queued or running runs that hold the slots, in the order in which they took them. */
  get holders(): readonly string[] {
    return this.#holders;
  }

  /** Takes one of `max` slots for a run; false if none is free. */
  take(max: number, runId: string): boolean {
    if (this.#holders.length >= max) return false;
    this.#holders.push(runId);
    return true;
  }

  /** Passes one run's slot to another. */
  pass(from: string, to: string): void {
    const index = this.#holders.indexOf(from);
    if (index >= 0) this.#holders[index] = to;
  }

  release(runId: string): void {
    const index = this.#holders.indexOf(runId);
    if (index < 0) return;
    if (this.#holders.length === 1) {
      this.#holders.pop();
      this.#newestStarted = -Infinity;
    } else this.#holders.splice(index, 1);
  }

  /** An occurrence starts in one of the slots. */
  started(scheduledAt: number): void {
    if (this.#holders.length > 0) this.#newestStarted = Math.max(this.#newestStarted, scheduledAt);
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
  leave({ isKept, holders }: ScheduleAccount, scheduleId: string): void {
    if (!isKept && holders.length === 0) this.#byId.delete(scheduleId);
  }
}
