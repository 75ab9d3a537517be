import type { ScheduleFields } from '@zenpulse/core/domain';
import { isOfRule } from './expander.ts';
import type { NaiveException, NaiveWindow } from './timetables/naive-timetable.ts';

/** The fields of a row that determine its occurrences. */
export type Rule = Pick<
  ScheduleFields,
  'triggerType' | 'intervalValue' | 'intervalUnit' | 'cronMinute' | 'timezone'
>;

/** What differs from a rule. */
export interface Deviation {
  /** Nothing before it is due. */
  readonly pausedUntil: number;
  readonly exceptions: readonly NaiveException[];
  readonly windows: readonly NaiveWindow[];
}

/** A period in which one schedule fires by one rule, with the same deviation. Wall instants are those of a correct clock. */
export interface Regime {
  readonly scheduleId: string;
  /** The edit that began it, and the store's revision at that time. */
  readonly edit: number;
  readonly revision: number;
  readonly rule: Rule;
  /** Undefined: none. */
  readonly deviation?: Deviation | undefined;
  readonly anchorAt: number;
  readonly effectiveFrom: number;
  /** True time. */
  readonly beganAt: number;
  /** True time; null while it is in effect. */
  endedAt: number | null;
  /** The store's revision then. */
  endedRevision?: number;
}

/** One state of one row. */
export interface Version {
  readonly scheduleId: string;
  /** Null: deleted. */
  readonly fields: ScheduleFields | null;
  /** The store's revision when it was written. */
  readonly revision: number;
}

/** A time in which nothing of a schedule was due, by a correct clock. */
interface Pause {
  readonly scheduleId: string;
  readonly from: number;
  until: number;
}

/** All firing was stopped, from one revision to another. */
interface Stop {
  readonly revision: number;
  endedRevision: number | null;
}

interface Row {
  fields: ScheduleFields;
  anchorAt: number;
  effectiveFrom: number;
  exceptions: readonly NaiveException[];
}

const RULE_FIELDS = ['triggerType', 'intervalValue', 'intervalUnit', 'cronMinute', 'timezone'] as const;

/** The edits made to the schedules, recorded independently of the store. */
export class History {
  readonly regimes: Regime[] = [];
  /** By the number of the edit, which each row carries in its `params`. */
  readonly versions: Version[] = [];
  readonly pauses: Pause[] = [];
  readonly stops: Stop[] = [];
  readonly #rows = new Map<string, Row>();
  readonly #windows = new Map<string, NaiveWindow>();

  /** The number of the next edit. */
  get nextEdit(): number {
    return this.versions.length;
  }

  created(scheduleId: string, fields: ScheduleFields, at: Moment): void {
    this.versions.push({ scheduleId, fields, revision: at.revision });
    const anchorAt = wholeSecond(at.wallAt);
    this.#rows.set(scheduleId, { fields, anchorAt, effectiveFrom: at.wallAt, exceptions: [] });
    this.#renew(scheduleId, at);
  }

  changed(scheduleId: string, before: ScheduleFields, after: ScheduleFields, at: Moment): void {
    this.versions.push({ scheduleId, fields: after, revision: at.revision });
    const row = this.#row(scheduleId);
    const isPaceChanged = (['triggerType', 'intervalValue', 'intervalUnit'] as const).some(
      (name) => before[name] !== after[name],
    );
    if (isPaceChanged) row.anchorAt = wholeSecond(at.wallAt);
    const isRuleChanged = RULE_FIELDS.some((name) => before[name] !== after[name]);
    const hasOtherWindows = String(before.blackouts) !== String(after.blackouts);
    const isPauseChanged = before.pausedUntil !== after.pausedUntil;
    const isToggled = before.enabled !== after.enabled;
    row.fields = after;
    if (isPauseChanged) this.#pauseChanged(scheduleId, before, after, at);
    if (isRuleChanged || hasOtherWindows || (isToggled && after.enabled)) row.effectiveFrom = at.wallAt;
    if (isRuleChanged) row.exceptions = stillMeant(row, at.wallAt);
    if (isRuleChanged || hasOtherWindows || isPauseChanged || isToggled) this.#renew(scheduleId, at);
  }

  /** Somebody changed single occurrences. */
  excepted(scheduleId: string, exceptions: readonly NaiveException[], at: Moment): void {
    this.#row(scheduleId).exceptions = exceptions;
    this.#renewUnedited(scheduleId, at);
  }

  exceptionsOf(scheduleId: string): readonly NaiveException[] {
    return this.#row(scheduleId).exceptions;
  }

  /** The schedules that refer to it begin anew. Null: it was removed. */
  windowChanged(name: string, window: NaiveWindow | null, at: Moment): void {
    if (window === null) this.#windows.delete(name);
    else this.#windows.set(name, window);
    for (const [scheduleId, row] of this.#rows) {
      if (row.fields.blackouts?.includes(name) !== true) continue;
      row.effectiveFrom = at.wallAt;
      this.#renewUnedited(scheduleId, at);
    }
  }

  /** All firing is stopped, or allowed again. */
  switched(isStopped: boolean, at: Moment): void {
    const stop = this.#stop;
    if (isStopped) this.stops.push({ revision: at.revision, endedRevision: null });
    else if (stop !== null) stop.endedRevision = at.revision;
    for (const [scheduleId, row] of this.#rows) {
      if (!isStopped) row.effectiveFrom = at.wallAt;
      this.#renewUnedited(scheduleId, at);
    }
  }

  deleted(scheduleId: string, at: Moment): void {
    this.versions.push({ scheduleId, fields: null, revision: at.revision });
    this.#end(scheduleId, at);
    this.#rows.delete(scheduleId);
  }

  /** The state of a row at `revision`. */
  versionAt(scheduleId: string, revision: number): Version | undefined {
    return this.versions.findLast(
      (version) => version.scheduleId === scheduleId && version.revision <= revision,
    );
  }

  isDeleted(scheduleId: string): boolean {
    return this.versions.some((version) => version.scheduleId === scheduleId && version.fields === null);
  }

  /** True if what waited of a schedule was given up at some time: it was disabled, deleted or paused, or firing was stopped. */
  mayHaveGivenUp(scheduleId: string): boolean {
    if (this.stops.length > 0) return true;
    return this.versions.some(
      ({ scheduleId: id, fields }) =>
        id === scheduleId && (fields?.enabled !== true || fields.pausedUntil !== null),
    );
  }

  get #stop(): Stop | null {
    const last = this.stops.at(-1);
    return last?.endedRevision === null ? last : null;
  }

  /** What was paused up to now is over for good; a pause that goes on keeps its beginning. */
  #pauseChanged(scheduleId: string, before: ScheduleFields, after: ScheduleFields, { wallAt }: Moment): void {
    const [end, next] = [instantOf(before.pausedUntil), instantOf(after.pausedUntil)];
    const row = this.#row(scheduleId);
    const isGoingOn = end !== null && end > wallAt;
    const last = this.pauses.findLast((pause) => pause.scheduleId === scheduleId);
    if (end !== null) row.effectiveFrom = Math.max(row.effectiveFrom, Math.min(wallAt, end - 1));
    if (isGoingOn && last !== undefined) last.until = next === null ? wallAt : Math.max(next, wallAt);
    else if (next !== null) this.pauses.push({ scheduleId, from: wallAt, until: next });
  }

  #row(scheduleId: string): Row {
    const row = this.#rows.get(scheduleId);
    if (row === undefined) throw new Error(`expected a schedule that exists, got ${scheduleId}`);
    return row;
  }

  /** What runs from now on still carries the number of the edit before: that decides by which regime it was decided. */
  #renewUnedited(scheduleId: string, at: Moment): void {
    this.versions.push({ scheduleId, fields: this.#row(scheduleId).fields, revision: at.revision });
    this.#renew(scheduleId, at);
  }

  #renew(scheduleId: string, at: Moment): void {
    this.#end(scheduleId, at);
    const { fields, anchorAt, effectiveFrom, exceptions } = this.#row(scheduleId);
    if (!fields.enabled || this.#stop !== null) return;
    this.regimes.push({
      scheduleId,
      edit: this.versions.length - 1,
      revision: at.revision,
      rule: fields,
      deviation: this.#deviationOf(fields, exceptions),
      anchorAt,
      effectiveFrom,
      beganAt: at.elapsed,
      endedAt: null,
    });
  }

  #deviationOf(
    { pausedUntil, blackouts }: ScheduleFields,
    exceptions: readonly NaiveException[],
  ): Deviation | undefined {
    const windows = (blackouts ?? []).flatMap((name) => this.#windows.get(name) ?? []);
    const isPlain = pausedUntil === null && exceptions.length === 0 && windows.length === 0;
    return isPlain ? undefined : { pausedUntil: instantOf(pausedUntil) ?? 0, exceptions, windows };
  }

  #end(scheduleId: string, { elapsed, revision }: Moment): void {
    const last = this.regimes.findLast((regime) => regime.scheduleId === scheduleId);
    if (last === undefined || last.endedAt !== null) return;
    last.endedAt = elapsed;
    last.endedRevision = revision;
  }
}

/** Another rule takes out those to come whose occurrence it does not have. */
function stillMeant({ fields, anchorAt, exceptions }: Row, now: number): readonly NaiveException[] {
  return exceptions.filter((one) => {
    const end = one.kind === 'move' ? Math.max(one.at, one.to) : one.at;
    return one.kind === 'run' || end <= now || isOfRule({ rule: fields, anchorAt }, one.at);
  });
}

/** When something was written to the store. */
export interface Moment {
  readonly elapsed: number;
  readonly wallAt: number;
  readonly revision: number;
}

function instantOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}
