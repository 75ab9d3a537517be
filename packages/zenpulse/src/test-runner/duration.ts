import { INTERVAL_UNITS, intervalSeconds, show } from '@zenpulse/core/domain';

/** Parses milliseconds, or words such as "10 minutes". Throws a TypeError. */
export function durationMs(duration: number | string): number {
  if (typeof duration === 'number') {
    if (Number.isFinite(duration) && duration >= 0) return duration;
  } else {
    const [, value, word = ''] = /^(\d+) ([a-z]+)$/.exec(duration) ?? [];
    const unit = INTERVAL_UNITS.find((name) => name === word || name === `${word}s`);
    if (unit !== undefined) return intervalSeconds(Number(value), unit) * 1000;
  }
  throw new TypeError(`expected milliseconds or words such as "10 minutes", got ${show(duration)}`);
}
