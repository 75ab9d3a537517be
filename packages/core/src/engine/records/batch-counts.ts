import {
  addRunEnd,
  bucketStart,
  mergedRunInstants,
  NO_RUN_INSTANTS,
  type ErrorGroup,
  type FiguresDelta,
  type MutableRunInstants,
  type RecentDelta,
  type RollupCount,
  type RunInstants,
} from '../../domain/index.ts';
import type { LastRun, StatsDelta } from '../../ports/index.ts';
import type { ScheduleAccount } from '../runs/schedule-account.ts';
import { partOf, type BatchSplit } from './batch-split.ts';
import { occurrenceEnded, type CountedEnd } from './counted-end.ts';
import { ScheduleFigures } from './schedule-figures.ts';
import { SeenErrors } from './seen-errors.ts';

/** What one schedule's runs have added. Changed in place: a new object per run would be most of a busy runner's garbage. */
export interface Counts {
  runs: number;
  failures: number;
  missed: number;
  skipped: number;
  readonly instants: MutableRunInstants;
  readonly lastRun: { -readonly [K in keyof LastRun]: LastRun[K] };
  readonly figures: ScheduleFigures;
  /** Where these are remembered. */
  account: ScheduleAccount | null;
}

/** What a runner reports of a schedule before the store has it. */
export type FreshCounts = Pick<Counts, 'lastRun' | 'instants' | 'figures'>;

/** A part of a batch as it stands in the journal: what one schedule's runs have added, or one group of errors. */
export type BatchPiece =
  | readonly [
      scheduleId: string,
      totals: readonly [runs: number, failures: number, missed: number, skipped: number],
      lastRun: LastRun,
      instants: RunInstants,
      recent: string,
      counts: readonly number[],
    ]
  | ErrorGroup;

/**
 * About how many schedules are written in one transaction: it holds SQLite's lock for some tenths of a second, and longer
 * than 5 s it would be rolled back.
 */
const IN_A_BATCH = 2_000;
/** For how many schedules deltas are made in one turn of the event loop. */
const IN_A_TURN = 250;

let newestSerial = 0;

/** Counters and figures of the runs that ended between two writes, by schedule; kept under every log policy. */
export class BatchCounts {
  /** By which an account knows it without keeping it. */
  readonly #serial = (newestSerial += 1);
  readonly #schedules = new Map<string, Counts>();
  readonly #errors = new SeenErrors();
  /** How many occurrences the figures of all schedules remember. */
  #remembered = 0;

  get isEmpty(): boolean {
    return this.#schedules.size === 0 && this.#errors.size === 0;
  }

  /** How many entries a text of it has, about. Asked for with each write to a long journal, so it is kept. */
  get size(): number {
    return this.#errors.size + this.#schedules.size + this.#remembered;
  }

  /** How many batches it takes. */
  get parts(): number {
    return Math.max(1, Math.ceil(this.#schedules.size / IN_A_BATCH));
  }

  /** The same in so many batches: which schedule is in which goes by its id alone, so that an adopter gets the same. */
  split(parts: number): readonly BatchCounts[] {
    const splitting = this.splitInSteps(parts);
    splitting.step(Infinity);
    return splitting.parts;
  }

  /** The same in steps. Counting may go on between them: a schedule's counts are those that its part has. */
  splitInSteps(parts: number): BatchSplit {
    if (parts === 1) return { step: () => true, parts: [this] };
    const all = Array.from({ length: parts }, () => new BatchCounts());
    const schedules = this.#schedules.entries(); // has those that come in meanwhile, too
    const step = (count: number) => {
      for (let left = count; left > 0; left -= 1) {
        const next = schedules.next();
        if (next.done === true) {
          for (const group of this.#errors.groups) all[0]?.countError(group);
          return true;
        }
        const [id, counts] = next.value;
        const part = all[partOf(id, parts)];
        if (part !== undefined) part.#adopt(id, counts);
      }
      return false;
    };
    return { step, parts: all };
  }

  /** `account`: its schedule's, if the run carries it. */
  count(end: CountedEnd, account?: ScheduleAccount): void {
    const { status } = end;
    // A retry that never started is not another occurrence that was given up.
    const givenUp = end.attempt === 1 ? end.coalescedCount : 0;
    const counts =
      account === undefined ? this.#countsOf(end.scheduleId) : this.#countsIn(account, end.scheduleId);
    const { lastRun } = counts;
    if (end.runTime >= lastRun.runTime) {
      lastRun.runId = end.runId;
      lastRun.status = status;
      lastRun.scheduledAt = end.scheduledAt;
      lastRun.runTime = end.runTime;
      lastRun.durationMs = end.durationMs;
    }
    addRunEnd(counts.instants, end);
    if (status === 'missed') counts.missed += givenUp;
    else if (status === 'skipped') counts.skipped += givenUp;
    else {
      counts.runs += 1;
      if (status !== 'success') counts.failures += 1;
    }
    const occurrence = occurrenceEnded(end);
    if (occurrence === null) return;
    const { figures } = counts;
    this.#remembered -= figures.remembered;
    figures.add(occurrence);
    this.#remembered += figures.remembered;
  }

  countError(seen: ErrorGroup): void {
    this.#errors.add(seen);
  }

  get scheduleIds(): Iterable<string> {
    return this.#schedules.keys();
  }

  freshOf(scheduleId: string): FreshCounts | undefined {
    return this.#schedules.get(scheduleId);
  }

  /** Everything, in parts for the journal. */
  *pieces(): Iterable<BatchPiece> {
    for (const [id, { runs, failures, missed, skipped, lastRun, instants, figures }] of this.#schedules) {
      yield [id, [runs, failures, missed, skipped], lastRun, instants, figures.text(), figures.counts];
    }
    yield* this.#errors.groups;
  }

  /** Adds such a part. */
  take(piece: BatchPiece): void {
    if (!isOfSchedule(piece)) {
      this.#errors.add(piece);
      return;
    }
    const [id, [runs, failures, missed, skipped], lastRun, instants, recent, rollup] = piece;
    const counts = this.#countsOf(id);
    counts.runs += runs;
    counts.failures += failures;
    counts.missed += missed;
    counts.skipped += skipped;
    if (lastRun.runTime >= counts.lastRun.runTime) Object.assign(counts.lastRun, lastRun);
    Object.assign(counts.instants, mergedRunInstants(counts.instants, instants));
    this.#remembered -= counts.figures.remembered;
    counts.figures.merge(recent, rollup);
    this.#remembered += counts.figures.remembered;
  }

  /** What is written to the store. `isOlder`: something newer may be there. `breathe`: lets other work have its turn. */
  async deltas(
    isOlder: boolean,
    breathe: () => Promise<void>,
  ): Promise<readonly [readonly StatsDelta[], FiguresDelta]> {
    const deltas: StatsDelta[] = [];
    const recent: RecentDelta[] = [];
    const rollup: RollupCount[] = [];
    const ofAll = new Map<string, RollupCount>();
    for (const [scheduleId, counts] of this.#schedules) {
      const { figures, instants, lastRun, account, ...totals } = counts;
      if (account?.counts === counts) account.counts = null; // nothing is added to them any more
      deltas.push({ scheduleId, ...totals, lastRun: { ...lastRun }, ...instants });
      const text = figures.text();
      if (text !== '') recent.push({ scheduleId, text, isOlder });
      const byDay = new Map<string, RollupCount>();
      for (const hour of figures.hours(scheduleId)) {
        rollup.push(hour);
        const day = bucketStart(hour.at, 'day');
        addTo(byDay, { ...hour, kind: 'day', at: day });
        addTo(ofAll, { ...hour, kind: 'all-hour', scheduleId: '' });
        addTo(ofAll, { ...hour, kind: 'all-day', at: day, scheduleId: '' });
      }
      rollup.push(...byDay.values());
      if (deltas.length % IN_A_TURN === 0) await breathe();
    }
    rollup.push(...ofAll.values());
    return [deltas, { recent, rollup, errors: this.#errors.groups }];
  }

  /** The account remembers its counts while this batch is the current one. */
  #countsIn(account: ScheduleAccount, scheduleId: string): Counts {
    if (account.counts !== null && account.countedIn === this.#serial) return account.counts;
    const counts = this.#countsOf(scheduleId);
    account.counts = counts;
    counts.account = account;
    account.countedIn = this.#serial;
    return counts;
  }

  #adopt(scheduleId: string, counts: Counts): void {
    this.#schedules.set(scheduleId, counts);
    this.#remembered += counts.figures.remembered;
  }

  #countsOf(scheduleId: string): Counts {
    const known = this.#schedules.get(scheduleId);
    if (known !== undefined) return known;
    const counts: Counts = {
      runs: 0,
      failures: 0,
      missed: 0,
      skipped: 0,
      instants: { ...NO_RUN_INSTANTS },
      lastRun: { runId: '', status: 'success', scheduledAt: 0, runTime: -Infinity, durationMs: null },
      figures: new ScheduleFigures(),
      account: null,
    };
    this.#schedules.set(scheduleId, counts);
    return counts;
  }
}

function isOfSchedule(piece: BatchPiece): piece is Extract<BatchPiece, readonly unknown[]> {
  return Array.isArray(piece);
}

function addTo(sums: Map<string, RollupCount>, one: RollupCount): void {
  const key = `${one.kind} ${one.at} ${one.outcome} ${one.bin}`;
  const sum = sums.get(key);
  sums.set(key, sum === undefined ? one : { ...sum, count: sum.count + one.count });
}
