import { mergedRunInstants, RECENT_WIDTH, type ErrorGroup, type RunInstants } from '../../domain/index.ts';
import { StoreError, type Clock, type LastRun, type StatsBatch, type StatsStore } from '../../ports/index.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import type { ScheduleAccount } from '../runs/schedule-account.ts';
import { BatchCounts, type FreshCounts } from './batch-counts.ts';
import type { CountedEnd } from './counted-end.ts';

/** A batch that the store may not have: it is sent unchanged under its number until the store has confirmed it. */
export interface UnconfirmedBatch {
  readonly batch: StatsBatch;
  readonly counts: BatchCounts;
}

/** What a rewritten journal must say of counters. */
export interface StandingCounts {
  /** The newest batch that was cut here; its number is 0 before the first. */
  readonly last: StatsBatch;
  readonly unconfirmed: readonly UnconfirmedBatch[];
  readonly current: BatchCounts;
}

/** So many schedules are put into batches in one turn of the event loop. */
const SPLIT_IN_A_TURN = 2_000;

export interface CountersDeps {
  /** Identifies this process's batches; no other process may use it. */
  readonly writer: string;
  readonly clock: Pick<Clock, 'yieldTo'>;
  readonly journal: Pick<JournalKeeper, 'batchCut' | 'batchApplied' | 'batchRecovered'>;
}

/**
 * What happened since the last write, by schedule; kept under every log policy.
 *
 *   counted ── cut, in the journal ──▶ unconfirmed ── the store has it, in the journal ──▶ gone
 *                                          ▲
 *                     from the journal of a dead runner, under its name
 */
export class Counters {
  readonly #deps: CountersDeps;
  #current = new BatchCounts();
  #unconfirmed: UnconfirmedBatch[] = [];
  readonly #recovered = new Set<string>();
  #number = 0;
  #cutting: Promise<void> | null = null;

  constructor(deps: CountersDeps) {
    this.#deps = deps;
  }

  get isEmpty(): boolean {
    return this.#current.isEmpty && this.#unconfirmed.length === 0;
  }

  get standing(): StandingCounts {
    const last = { writer: this.#deps.writer, number: this.#number };
    return { last, unconfirmed: this.#unconfirmed, current: this.#current };
  }

  /** How many entries a rewritten journal would have, about, for what is in no batch yet. */
  get uncut(): number {
    return this.#current.size;
  }

  /** `account`: its schedule's, if the run carries it. */
  count(end: CountedEnd, account?: ScheduleAccount): void {
    this.#current.count(end, account);
  }

  countError(seen: ErrorGroup): void {
    this.#current.countError(seen);
  }

  /** Takes batches over from the journal of a dead runner: the next flush sends them. One is taken once. */
  recover(batches: readonly UnconfirmedBatch[]): void {
    for (const one of batches) {
      const name = JSON.stringify([one.batch.writer, one.batch.number]);
      if (this.#recovered.has(name)) continue;
      this.#recovered.add(name);
      this.#unconfirmed.push(one);
      this.#deps.journal.batchRecovered(one);
    }
  }

  /** The newest runs that the store may not know yet, for at most `limit` schedules. */
  freshLastRuns(limit: number): Record<string, LastRun> {
    const fresh: Record<string, LastRun> = {};
    for (const [scheduleId, { lastRun }] of this.#fresh(limit)) {
      const known = fresh[scheduleId];
      if (known === undefined || known.runTime < lastRun.runTime) fresh[scheduleId] = { ...lastRun };
    }
    return fresh;
  }

  /** The instants of these and earlier runs, from which their schedules' states are derived. */
  freshInstants(limit: number): Record<string, RunInstants> {
    const fresh: Record<string, RunInstants> = {};
    for (const [scheduleId, { instants }] of this.#fresh(limit)) {
      const newer = fresh[scheduleId];
      fresh[scheduleId] = newer === undefined ? { ...instants } : mergedRunInstants(instants, newer);
    }
    return fresh;
  }

  /** The occurrences that the store may not know yet, as texts, for at most `limit` schedules and so many characters. */
  freshRecent(limit: number, characters: number): Record<string, string> {
    const fresh: Record<string, string> = {};
    let left = Math.floor(characters / RECENT_WIDTH);
    for (const [scheduleId, { figures }] of this.#fresh(limit)) {
      if (left <= 0) break;
      const text = figures.freshText(left);
      left -= text.length / RECENT_WIDTH;
      if (text !== '') fresh[scheduleId] = text + (fresh[scheduleId] ?? '');
    }
    return fresh;
  }

  /** For at most `limit` schedules; a schedule in several batches comes several times, the newest counts first. */
  *#fresh(limit: number): Iterable<readonly [string, FreshCounts]> {
    const newestFirst = [this.#current, ...this.#unconfirmed.map(({ counts }) => counts).toReversed()];
    const ids = new Set<string>();
    for (const counts of newestFirst) {
      for (const id of counts.scheduleIds) {
        if (ids.size === limit) break;
        ids.add(id);
      }
    }
    for (const counts of newestFirst) {
      for (const id of ids) {
        const fresh = counts.freshOf(id);
        if (fresh !== undefined) yield [id, fresh];
      }
    }
  }

  /**
   * Writes what was counted, as one batch or, for many schedules, some, and what others left. If the store fails, a batch is kept and the error is
   * thrown: the write may have succeeded with its answer lost, so the next call sends the same batch under the same
   * number, and a later one what is newer.
   */
  async flush(stats: Pick<StatsStore, 'add'>): Promise<void> {
    await this.#cutIfSent();
    const errors: unknown[] = [];
    for (const one of this.#unconfirmed) {
      try {
        await this.#send(stats, one);
      } catch (error) {
        errors.push(error); // one that the store refuses does not keep back the others
        if (error instanceof StoreError && error.code === 'store_unavailable') break;
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  /** The same up to the batches, which the next flush sends; nothing if some wait already. */
  cutSoon(): void {
    void this.#cutIfSent();
  }

  /** Resolves at once if batches wait to be sent: what is newer is sent after them. */
  async #cutIfSent(): Promise<void> {
    const { writer } = this.#deps;
    const isOwnSent = this.#unconfirmed.every(({ batch }) => batch.writer !== writer);
    if (!isOwnSent || this.#current.isEmpty) return;
    this.#cutting ??= this.#cut().finally(() => {
      this.#cutting = null;
    });
    await this.#cutting;
  }

  /** Runs go on being counted while many schedules are put into batches. */
  async #cut(): Promise<void> {
    const { writer, journal } = this.#deps;
    const { parts } = this.#current;
    const splitting = this.#current.splitInSteps(parts);
    while (!splitting.step(SPLIT_IN_A_TURN)) await this.#breathe();
    // in the same turn as the last step
    journal.batchCut({ writer, number: this.#number + 1 }, parts);
    for (const counts of splitting.parts) {
      this.#number += 1;
      this.#unconfirmed.push({ batch: { writer, number: this.#number }, counts });
    }
    this.#current = new BatchCounts();
  }

  #breathe(): Promise<void> {
    return new Promise((resolve) => this.#deps.clock.yieldTo(resolve));
  }

  async #send(stats: Pick<StatsStore, 'add'>, one: UnconfirmedBatch): Promise<void> {
    const { journal, writer } = this.#deps;
    const [deltas, figures] = await one.counts.deltas(one.batch.writer !== writer, () => this.#breathe());
    await stats.add(deltas, one.batch, figures);
    this.#unconfirmed = this.#unconfirmed.filter((other) => other !== one);
    journal.batchApplied(one.batch);
  }
}
