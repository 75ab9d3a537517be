import {
  blackoutDefinition,
  planException,
  withdrawException,
  type ExceptionEntry,
  type ExceptionRequest,
  type Planned,
  type Schedule,
} from '@zenpulse/core/domain';
import { BY_TEST } from '@zenpulse/core/testing';
import { occurrencesOf, ZONES } from './expander.ts';
import type { Operator } from './operator.ts';
import { Random } from './random.ts';
import type { CalendarAct } from './scenario.ts';
import type { Site } from './site.ts';
import type { NaiveException, NaiveWindow } from './timetables/naive-timetable.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const WINDOWS = ['nights', 'holidays'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** A person who pauses schedules, skips, moves and plans single runs, blacks out times, and stops all firing. */
export class Planner {
  readonly #site: Site;
  readonly #operator: Operator;
  /** Its own, so that seeds without it stay unchanged. */
  readonly #random: Random;
  #isStopped = false;
  #excepted = 0;

  constructor(site: Site, operator: Operator) {
    this.#site = site;
    this.#operator = operator;
    this.#random = new Random(site.plan.seed ^ 0x5eed);
  }

  async act(act: CalendarAct): Promise<void> {
    if (act === 'stop-all') return this.#stopAll();
    if (act === 'window') return this.#changeWindow();
    const row = this.#operator.pick();
    if (row === null) return;
    if (act === 'pause') await this.#pause(row);
    else if (act === 'resume') await this.#operator.amend(row, { pausedUntil: null });
    else if (act === 'refer') await this.#refer(row);
    else if (act === 'withdraw') await this.#withdraw(row);
    else await this.#except(row, act);
  }

  /** Lets everything fire again. */
  async end(): Promise<void> {
    if (this.#isStopped) await this.#resumeAll();
  }

  /** Often until exactly an occurrence, which then runs. */
  async #pause(row: Schedule): Promise<void> {
    const at = this.#random.chance(0.4) ? this.#coming(row) : null;
    const until = at ?? this.#now + this.#random.int(1, 60 * SECOND_MS);
    await this.#operator.amend(row, { pausedUntil: new Date(until).toISOString() });
  }

  async #refer(row: Schedule): Promise<void> {
    const names = WINDOWS.filter(() => this.#random.chance(0.5));
    await this.#operator.amend(row, { blackouts: names.length === 0 ? null : names });
  }

  async #except(row: Schedule, kind: 'skip' | 'move' | 'plan'): Promise<void> {
    const at = this.#coming(row);
    const later = this.#now + this.#random.int(500, 40 * SECOND_MS);
    const other = this.#random.chance(0.7) ? Math.ceil(later / SECOND_MS) * SECOND_MS : later;
    if (kind !== 'plan' && at === null) return;
    const request: ExceptionRequest =
      kind === 'plan'
        ? { kind: 'run', at: other }
        : kind === 'move'
          ? { kind, at: at ?? 0, to: other }
          : { kind, at: at ?? 0 };
    const id = `exception-${(this.#excepted += 1)}`;
    const planned = await this.#planned(row, (schedule) =>
      planException(schedule, request, { id, reason: null, now: this.#now }),
    );
    if (planned === null) return;
    const { history, log } = this.#site;
    const isKnown = history
      .exceptionsOf(row.id)
      .some((one) => one.kind === 'skip' && kind === 'skip' && one.at === at);
    if (!isKnown) history.excepted(row.id, [...history.exceptionsOf(row.id), request], this.#site.now);
    log.add('people', () => `${row.id}: ${JSON.stringify(request)}`);
  }

  /** What was moved and is over at its old time stays skipped. */
  async #withdraw(row: Schedule): Promise<void> {
    const schedule = await this.#site.scheduleOf(row.id);
    const coming = (schedule?.exceptions ?? []).filter(
      (one) => one.kind !== 'pause' && Date.parse(one.kind === 'move' ? one.to : one.at) > this.#now,
    );
    if (coming.length === 0) return;
    const entry = this.#random.pick(coming);
    const now = this.#now;
    const planned = await this.#planned(row, (fresh) => withdrawException(fresh, entry.id, now));
    if (planned === null) return;
    const { history, log } = this.#site;
    const rest = history.exceptionsOf(row.id).filter((one) => !isSame(one, entry));
    const at = Date.parse(entry.at);
    const left: NaiveException[] =
      entry.kind === 'move' && at <= now ? [...rest, { kind: 'skip', at }] : rest;
    history.excepted(row.id, left, this.#site.now);
    log.add('people', () => `${row.id}: withdraws ${JSON.stringify(entry)}`);
  }

  /** Writes what the product plans, as its API does; null if it refuses. */
  async #planned(
    row: Schedule,
    plan: (schedule: Schedule) => Planned | null,
  ): Promise<readonly ExceptionEntry[] | 'none' | null> {
    const schedule = await this.#site.scheduleOf(row.id);
    const planned = schedule === null ? null : plan(schedule);
    if (schedule === null || planned === null || planned.problem !== null) return null;
    const { exceptions } = planned;
    await this.#site.schedules.change(row.id, schedule.version, () => ({ exceptions }), BY_TEST);
    this.#operator.wroteTo(({ id }) => id === row.id, `changes exceptions of ${row.id}`);
    return exceptions ?? 'none';
  }

  async #changeWindow(): Promise<void> {
    const name = this.#random.pick(WINDOWS);
    const window = this.#random.chance(0.25) ? null : this.#window();
    const { calendar, history } = this.#site;
    if (window === null) {
      if (!(await calendar.removeBlackout(name))) return;
    } else await calendar.putBlackout({ name, definition: blackoutDefinition.parse(window) });
    history.windowChanged(name, window, this.#site.now);
    this.#operator.wroteTo(
      ({ blackouts }) => blackouts?.includes(name) === true,
      `window ${name}: ${JSON.stringify(window)}`,
    );
  }

  /** Some minutes around now, as dates or as hours of the week. */
  #window(): NaiveWindow {
    const timezone = this.#random.pick(Object.keys(ZONES));
    const begin = this.#now + (ZONES[timezone] ?? 0) + this.#random.int(-2, 3) * MINUTE_MS;
    const end = begin + this.#random.int(1, 3) * MINUTE_MS;
    const [from, to] = [begin, end].map((wall) => new Date(wall).toISOString().slice(0, 16));
    if (from === undefined || to === undefined) throw new Error('expected two times');
    if (this.#random.chance(0.5)) return { timezone, dates: [{ from, to }], weekly: [] };
    const days = this.#random.chance(0.5) ? DAYS : [DAYS[new Date(begin).getUTCDay()] ?? 'sun'];
    return { timezone, dates: [], weekly: [{ days, from: from.slice(11), to: to.slice(11) }] };
  }

  async #stopAll(): Promise<void> {
    if (this.#isStopped) return this.#resumeAll();
    this.#isStopped = true;
    await this.#site.calendar.stopFiring({ reason: null, actor: null });
    this.#switched('stops all firing');
    this.#site.world.after(this.#random.int(500, 30 * SECOND_MS), () => void this.#resumeAll());
  }

  async #resumeAll(): Promise<void> {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    await this.#site.calendar.resumeFiring();
    this.#switched('lets everything fire again');
  }

  #switched(text: string): void {
    this.#site.history.switched(this.#isStopped, this.#site.now);
    this.#operator.wroteTo(() => false, text);
  }

  /** One of the next occurrences of a schedule; null if there is none soon. */
  #coming({ id }: Schedule): number | null {
    const regime = this.#site.history.regimes.findLast(({ scheduleId }) => scheduleId === id);
    if (regime === undefined || regime.endedAt !== null) return null;
    const next = occurrencesOf(regime, this.#now + 3 * MINUTE_MS)
      .filter((at) => at > this.#now)
      .slice(0, 6);
    return next.length === 0 ? null : this.#random.pick(next);
  }

  get #now(): number {
    return this.#site.world.wallAt;
  }
}

function isSame(one: NaiveException, entry: ExceptionEntry): boolean {
  if (one.kind !== entry.kind || one.at !== Date.parse(entry.at)) return false;
  return one.kind !== 'move' || (entry.kind === 'move' && one.to === Date.parse(entry.to));
}
