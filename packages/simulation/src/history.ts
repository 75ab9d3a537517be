import type { ScheduleFields } from '@zenpulse/core/domain';

/** The fields of a row that determine its occurrences. */
export type Rule = Pick<
  ScheduleFields,
  'triggerType' | 'intervalValue' | 'intervalUnit' | 'cronMinute' | 'timezone'
>;

/** A period in which one schedule fires by one rule. Wall instants are those of a correct clock. */
export interface Regime {
  readonly scheduleId: string;
  /** The edit that began it, and the store's revision at that time. */
  readonly edit: number;
  readonly revision: number;
  readonly rule: Rule;
  readonly anchorAt: number;
  readonly effectiveFrom: number;
  /** True time. */
  readonly beganAt: number;
  /** True time; null while it is in effect. */
  endedAt: number | null;
}

/** One state of one row. */
export interface Version {
  readonly scheduleId: string;
  /** Null: deleted. */
  readonly fields: ScheduleFields | null;
  /** The store's revision when it was written. */
  readonly revision: number;
}

const RULE_FIELDS = ['triggerType', 'intervalValue', 'intervalUnit', 'cronMinute', 'timezone'] as const;

/** The edits made to the schedules, recorded independently of the store. */
export class History {
  readonly regimes: Regime[] = [];
  /** By the number of the edit, which each row carries in its `params`. */
  readonly versions: Version[] = [];
  readonly #anchors = new Map<string, number>();

  /** The number of the next edit. */
  get nextEdit(): number {
    return this.versions.length;
  }

  created(scheduleId: string, fields: ScheduleFields, at: Moment): void {
    this.versions.push({ scheduleId, fields, revision: at.revision });
    this.#anchors.set(scheduleId, wholeSecond(at.wallAt));
    if (fields.enabled) this.#begin(scheduleId, fields, at);
  }

  changed(scheduleId: string, before: ScheduleFields, after: ScheduleFields, at: Moment): void {
    this.versions.push({ scheduleId, fields: after, revision: at.revision });
    const isPaceChanged = (['triggerType', 'intervalValue', 'intervalUnit'] as const).some(
      (name) => before[name] !== after[name],
    );
    if (isPaceChanged) this.#anchors.set(scheduleId, wholeSecond(at.wallAt));
    const isRuleChanged = RULE_FIELDS.some((name) => before[name] !== after[name]);
    if (isRuleChanged || before.enabled !== after.enabled) {
      this.#end(scheduleId, at);
      if (after.enabled) this.#begin(scheduleId, after, at);
    }
  }

  deleted(scheduleId: string, at: Moment): void {
    this.versions.push({ scheduleId, fields: null, revision: at.revision });
    this.#end(scheduleId, at);
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

  #begin(scheduleId: string, rule: Rule, { elapsed, wallAt, revision }: Moment): void {
    this.regimes.push({
      scheduleId,
      edit: this.versions.length - 1,
      revision,
      rule,
      anchorAt: this.#anchors.get(scheduleId) ?? 0,
      effectiveFrom: wallAt,
      beganAt: elapsed,
      endedAt: null,
    });
  }

  #end(scheduleId: string, { elapsed }: Moment): void {
    const last = this.regimes.findLast((regime) => regime.scheduleId === scheduleId);
    if (last !== undefined) last.endedAt ??= elapsed;
  }
}

/** When something was written to the store. */
export interface Moment {
  readonly elapsed: number;
  readonly wallAt: number;
  readonly revision: number;
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}
