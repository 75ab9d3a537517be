// The schedules that `load` registers: 70 % cron in five zones with varied fields, 30 % intervals. The same each time.

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Dhaka', 'Australia/Sydney'];

/** Plain descriptions, which each system converts: `{ cron, zone }` or `{ seconds }`. */
export function mixedSchedules(count) {
  const random = seeded(20260101);
  const between = (low, high) => low + Math.floor(random() * (high - low + 1));
  const pick = (...choices) => choices[between(0, choices.length - 1)]();

  const minute = () =>
    pick(
      () => `${between(0, 59)}`,
      () => `${between(0, 59)}`,
      () => `${between(0, 29)},${between(30, 59)}`,
      () => `*/${between(2, 30)}`,
    );
  const hour = () =>
    pick(
      () => '*',
      () => `${between(0, 23)}`,
      () => `${between(0, 23)}`,
      () => `${between(0, 11)}-${between(12, 23)}`,
    );
  const month = () => (random() < 0.8 ? '*' : `${between(1, 6)}-${between(7, 12)}`);
  // One of the two is `*`, so that AND and OR give the same result.
  const days = () =>
    pick(
      () => ['*', '*'],
      () => [`${between(1, 28)}`, '*'],
      () => ['*', `${between(0, 6)}`],
      () => ['*', '1-5'],
    );

  return Array.from({ length: count }, () => {
    if (random() < 0.3) return { seconds: between(30, 86_400) };
    const [day, dayOfWeek] = days();
    return { cron: [minute(), hour(), day, month(), dayOfWeek], zone: ZONES[between(0, 4)] };
  });
}

/** How many of them differ from all others. */
export function distinctCount(schedules) {
  return new Set(schedules.map((schedule) => JSON.stringify(schedule))).size;
}

/** Mulberry32. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
