import { isCreatedAhead, listed, type Schedule, type StoredSchedule } from '../../domain/index.ts';
import { errorFields, type Clock, type Logger, type ScheduleStore } from '../../ports/index.ts';
import type { RunnerEvents } from '../report/runner-events.ts';

/** The most schedules named in an event. */
const NAMED = 10;

export interface ReanchoringDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly schedules: Pick<ScheduleStore, 'reanchor'>;
  readonly events: Pick<RunnerEvents, 'add'>;
  /** The schedules in memory. */
  readonly rows: () => Iterable<StoredSchedule>;
  readonly isActive: () => boolean;
  /** Called when the store was changed. */
  readonly onDone: () => void;
}

/**
 * Restarts intervals that were created while the clock was ahead: otherwise they would not run before that time has
 * come. A check sends no statement unless it finds one. To be called after each sync and each minute, since clocks may
 * be corrected later.
 */
export class Reanchoring {
  readonly #deps: ReanchoringDeps;
  #looking: Promise<void> | null = null;

  constructor(deps: ReanchoringDeps) {
    this.#deps = deps;
  }

  /** Never rejects: if a write fails, the next check finds the schedule again. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const found = this.#found();
    if (found.length === 0) return;
    const done: Schedule[] = [];
    try {
      for (const schedule of found) {
        const { id, version } = schedule;
        if (this.#deps.isActive() && (await this.#deps.schedules.reanchor(id, version)) !== null)
          done.push(schedule);
      }
    } catch (error) {
      this.#deps.logger.warn(
        errorFields(error),
        'Intervals created while the clock was ahead cannot be restarted; trying again',
      );
    }
    if (done.length === 0) return;
    this.#report(done);
    this.#deps.onDone();
  }

  #found(): Schedule[] {
    const { isActive, rows, clock } = this.#deps;
    if (!isActive()) return [];
    const now = clock.now();
    const found: Schedule[] = [];
    for (const row of rows())
      if (!row.isDamaged && isCreatedAhead(row.schedule, now)) found.push(row.schedule);
    return found;
  }

  #report(done: readonly Schedule[]): void {
    const names = done.map(({ jobKey, variant }) => (variant === '' ? jobKey : `${jobKey} (${variant})`));
    const more = names.length - NAMED;
    const named = more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : listed(names);
    const [what, its] =
      done.length === 1 ? ['The schedule', 'its interval counts'] : ['Schedules', 'their intervals count'];
    this.#deps.events.add(
      'warn',
      'reanchored',
      `${what} ${named} ${done.length === 1 ? 'was' : 'were'} created while the clock was ahead and would not have run for long: ${its} from now`,
      { scheduleIds: done.slice(0, NAMED).map(({ id }) => id), count: done.length },
    );
  }
}
