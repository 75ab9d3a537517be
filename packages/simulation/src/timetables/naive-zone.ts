const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What a zone's calendar and clock show in one minute. */
export interface Shown {
  /** `2026-03-29` */
  readonly date: string;
  /** `02:30` */
  readonly time: string;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Minutes since 1970 on a clock without changes. */
  readonly wall: number;
}

/** What a zone shows in each minute of a stretch of real time, read out of Intl one by one. */
export class NaiveZone {
  readonly #minutes = new Map<number, Shown>();
  readonly #dates = new Set<number>();

  /** Reads two days more on both sides, so that dates at the edges are known to exist. */
  constructor(timezone: string, from: number, to: number) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    const last = to + 2 * DAY_MS;
    for (let at = floorMinute(from) - 2 * DAY_MS; at <= last; at += MINUTE_MS) {
      const shown = shownBy(format, at);
      this.#minutes.set(at, shown);
      this.#dates.add(dayOf(shown.wall));
    }
  }

  /** Every minute that was read, in order. */
  get minutes(): Iterable<readonly [at: number, shown: Shown]> {
    return this.#minutes;
  }

  at(instant: number): Shown {
    const shown = this.#minutes.get(floorMinute(instant));
    if (shown === undefined) throw new Error(`expected an instant that was read, got ${instant}`);
    return shown;
  }

  /** False for a date that the zone left out, such as 2011-12-30 in Apia. */
  hasDate(wall: number): boolean {
    return this.#dates.has(dayOf(wall));
  }
}

function shownBy(format: Intl.DateTimeFormat, at: number): Shown {
  // 03/29/2026, 02:30
  const text = format.format(at);
  const date = `${text.slice(6, 10)}-${text.slice(0, 2)}-${text.slice(3, 5)}`;
  const time = text.slice(12, 17);
  const wall = Date.parse(`${date}T${time}:00Z`) / MINUTE_MS;
  return { date, time, wall, weekday: new Date(wall * MINUTE_MS).getUTCDay() };
}

function floorMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function dayOf(wall: number): number {
  return Math.floor(wall / 1_440);
}
