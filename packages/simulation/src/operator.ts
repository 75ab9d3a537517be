import { BY_TEST } from '@zenpulse/core/testing';
import type { Schedule, ScheduleFields } from '@zenpulse/core/domain';
import type { Random } from './random.ts';
import { JOB_KEYS, ruleFields, runFields, scheduleFields } from './scenario.ts';
import type { Site } from './site.ts';

/** A person who edits schedules and requests runs. */
export class Operator {
  readonly #site: Site;
  readonly #random: Random;
  readonly #rows = new Map<string, Schedule>();
  #keysUsed = 0;
  #asked = 0;

  constructor(site: Site, random: Random) {
    this.#site = site;
    this.#random = random;
  }

  async create(fields: ScheduleFields = scheduleFields(this.#random, '')): Promise<void> {
    const jobKey = JOB_KEYS[this.#keysUsed];
    if (jobKey === undefined) return;
    this.#keysUsed += 1;
    const { history, schedules } = this.#site;
    const numbered = { ...fields, jobKey, params: { edit: history.nextEdit } };
    const row = await schedules.create(numbered, BY_TEST);
    history.created(row.id, numbered, this.#site.now);
    this.#wrote(row, 'hinted', `creates ${row.id}: ${told(row)}`);
  }

  /** Changes the rule, other settings, or both. */
  async edit(how: 'hinted' | 'by hand'): Promise<void> {
    const change = this.#random.chance(0.5)
      ? runFields(this.#random)
      : { ...ruleFields(this.#random), ...(this.#random.chance(0.3) ? runFields(this.#random) : {}) };
    await this.#change(change, how);
  }

  async toggle(): Promise<void> {
    const row = this.#pick();
    if (row === null) return;
    await this.#change({ enabled: !row.enabled }, 'hinted', row);
    // Disables and enables it again.
    const again = this.#rows.get(row.id);
    if (again !== undefined && this.#random.chance(0.4))
      await this.#change({ enabled: row.enabled }, 'hinted', again);
  }

  async delete(): Promise<void> {
    const row = this.#pick();
    if (row === null || this.#rows.size === 1) return;
    const { history, schedules, log, signals } = this.#site;
    await schedules.remove(row.id, BY_TEST);
    this.#rows.delete(row.id);
    history.deleted(row.id, this.#site.now);
    signals.wrote('hinted');
    log.add('people', () => `delete ${row.id}`);
  }

  async ask(): Promise<void> {
    const row = this.#pick();
    if (row === null) return;
    const { runRequests, truth, world, signals, log } = this.#site;
    const id = `by-hand-${(this.#asked += 1)}`;
    // Never at the instant of an occurrence: the simulation identifies it by its instant.
    const requestedAt = world.wallAt % 1_000 === 0 ? world.wallAt + 1 : world.wallAt;
    await runRequests.add({ id, scheduleId: row.id, requestedAt });
    truth.asked.set(id, { id, scheduleId: row.id, at: world.elapsed, requestedAt });
    signals.wrote('hinted');
    log.add('people', () => `ask for ${id} of ${row.id}`);
  }

  /** Cancels a running run, or a requested one that may still wait. */
  async cancel(): Promise<void> {
    const { cancelRequests, truth, world, signals, log } = this.#site;
    const running = truth.starts.filter(({ end, process }) => end === null && !process.isDead);
    const ids = [...running.map(({ runId }) => runId), ...truth.asked.keys()];
    if (ids.length === 0) return;
    const runId = this.#random.pick(ids);
    await cancelRequests.add({ runId, requestedAt: world.wallAt });
    if (!truth.cancelled.has(runId)) truth.cancelled.set(runId, world.elapsed);
    signals.wrote('hinted');
    log.add('people', () => `cancel ${runId}`);
  }

  /** A schedule as it was last written. */
  pick(): Schedule | null {
    return this.#pick();
  }

  /** Changes a row in something else than its rule. */
  async amend(row: Schedule, change: Partial<ScheduleFields>): Promise<void> {
    await this.#change(change, 'hinted', row);
  }

  /** Somebody else wrote to rows: their versions are higher now. */
  wroteTo(isWritten: (row: Schedule) => boolean, text: string): void {
    for (const row of this.#rows.values())
      if (isWritten(row)) this.#rows.set(row.id, { ...row, version: row.version + 1 });
    this.#site.signals.wrote('hinted');
    this.#site.log.add('people', () => text);
  }

  async #change(
    change: Partial<ScheduleFields>,
    how: 'hinted' | 'by hand',
    row = this.#pick(),
  ): Promise<void> {
    if (row === null) return;
    const { history, schedules, world } = this.#site;
    const numbered = { ...change, params: { edit: history.nextEdit } };
    if (how === 'by hand') schedules.editByHand(row.id, numbered);
    else await schedules.change(row.id, row.version, () => numbered, BY_TEST);
    const after = { ...row, ...numbered, version: row.version + 1, updatedAt: world.wallAt };
    history.changed(row.id, row, after, this.#site.now);
    this.#wrote(after, how, `change ${row.id} ${how}: ${told(after)}`);
  }

  #wrote(row: Schedule, how: 'hinted' | 'by hand', text: string): void {
    this.#rows.set(row.id, row);
    this.#site.signals.wrote(how);
    this.#site.log.add('people', () => text);
  }

  #pick(): Schedule | null {
    return this.#rows.size === 0 ? null : this.#random.pick([...this.#rows.values()]);
  }
}

function told(row: Schedule): string {
  const { enabled, triggerType, intervalValue, cronMinute, timezone, coalesce, misfireGraceTime } = row;
  const { maxInstances, timeoutSeconds, maxRetries, onAmbiguous, params } = row;
  const rule = triggerType === 'interval' ? `every ${intervalValue} s` : `cron ${cronMinute} ${timezone}`;
  const more = {
    coalesce,
    grace: misfireGraceTime,
    max: maxInstances,
    timeoutSeconds,
    maxRetries,
    onAmbiguous,
  };
  return `edit ${String(params['edit'])} ${enabled ? 'on' : 'off'} ${rule} ${JSON.stringify(more)}`;
}
