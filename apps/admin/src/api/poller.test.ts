import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionError, RateLimitError } from './api-error.ts';
import { reportConnection } from './connection.ts';
import { Poller, POLL_MS } from './poller.ts';

const MINUTE = 60_000;

/** The data that a page watches, with the instants of its requests. */
class Page {
  readonly asked: { readonly name: string; readonly at: number }[] = [];
  isHidden = false;
  recovered = 0;
  /** The server's reaction; by default it answers. */
  answer: () => Error | null = () => null;
  readonly poller = new Poller({
    isHidden: () => this.isHidden,
    onRecovered: () => (this.recovered += 1),
  });

  watch(name: string, everyMs: number, topics: readonly string[] = []): () => void {
    let updatedAt = Date.now();
    return this.poller.watch({
      everyMs,
      topics,
      updatedAt: () => updatedAt,
      refresh: async () => {
        this.asked.push({ name, at: Date.now() });
        const error = this.answer();
        report(error);
        if (error !== null) throw error;
        updatedAt = Date.now();
      },
    });
  }

  since(start: number): number {
    return this.asked.filter(({ at }) => at >= start).length;
  }
}

/** As `request` does. */
function report(error: Error | null): void {
  if (error instanceof ConnectionError) {
    reportConnection({ kind: 'lost', since: Date.now(), message: error.message });
  } else if (error instanceof RateLimitError) {
    reportConnection({ kind: 'limited', until: Date.now() + error.retryAfterMs });
  } else reportConnection({ kind: 'open' });
}

let page: Page;
beforeEach(() => {
  vi.useFakeTimers();
  reportConnection({ kind: 'open' });
  page = new Page();
  page.watch('schedules', 10_000, ['revision', 'executions']);
  page.watch('runners', 30_000, ['runners']);
  page.watch('info', 300_000);
  page.poller.start();
});
afterEach(() => {
  page.poller.stop();
  vi.useRealTimers();
});

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('an idle tab', () => {
  it('asks at most six times a minute, for the most overdue of what it shows', async () => {
    const start = Date.now();
    await later(10 * MINUTE);
    expect(page.since(start)).toBeLessThanOrEqual(60);
    const times = (name: string) => page.asked.filter((each) => each.name === name).length;
    expect(times('schedules')).toBeGreaterThan(30);
    expect(times('runners')).toBeGreaterThan(12);
    expect(times('info')).toBeGreaterThanOrEqual(1);
    const pauses = page.asked.slice(1).map(({ at }, index) => at - (page.asked[index]?.at ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(POLL_MS);
  });

  it('asks for nothing while it is hidden, and for all that is old when it is shown', async () => {
    await later(1_000);
    page.isHidden = true;
    page.poller.visibilityChanged();
    await later(30 * MINUTE);
    expect(page.asked).toEqual([]);
    page.isHidden = false;
    page.poller.visibilityChanged();
    await later(0);
    expect(page.asked.map(({ name }) => name).sort()).toEqual(['info', 'runners', 'schedules']);
    await later(MINUTE);
    expect(page.asked.length).toBeLessThanOrEqual(9);
  });

  it('no longer asks for what has left the page', async () => {
    const leave = page.watch('history', 10_000);
    await later(MINUTE);
    leave();
    page.asked.length = 0;
    await later(5 * MINUTE);
    expect(page.asked.map(({ name }) => name)).not.toContain('history');
  });
});

describe('a rate limit', () => {
  it('is waited for as long as the server says, and asked less often from then on', async () => {
    page.answer = () => new RateLimitError(38_000);
    await later(POLL_MS);
    const limitedAt = Date.now();
    page.answer = () => null;
    expect(page.asked).toHaveLength(1);
    await later(37_900);
    expect(page.asked).toHaveLength(1);
    await later(200);
    expect(page.recovered).toBe(1);
    expect(page.poller.intervalMs).toBe(2 * POLL_MS);
    const start = Date.now();
    await later(5 * MINUTE);
    expect(page.since(start)).toBeLessThanOrEqual(15);
    expect(Date.now()).toBeGreaterThan(limitedAt);
  });

  it('is asked about at most once each time it ends, and ever less often', async () => {
    page.answer = () => new RateLimitError(60_000);
    await later(30 * MINUTE);
    expect(page.asked.length).toBeLessThanOrEqual(30);
    expect(page.poller.intervalMs).toBe(60_000);
  });

  it('is forgotten after many answers', async () => {
    page.answer = () => new RateLimitError(5_000);
    await later(POLL_MS);
    page.answer = () => null;
    await later(20 * MINUTE);
    expect(page.poller.intervalMs).toBe(POLL_MS);
  });
});

describe('a server that is away', () => {
  const down = () => new ConnectionError('The application does not answer.');

  it('is asked soon at first and then each half minute', async () => {
    page.answer = down;
    await later(POLL_MS);
    const start = Date.now();
    await later(8_000);
    expect(page.since(start)).toBeGreaterThanOrEqual(3);
    const after = Date.now();
    await later(10 * MINUTE);
    expect(page.since(after)).toBeLessThanOrEqual(22);
    expect(page.since(after)).toBeGreaterThanOrEqual(19);
  });

  it('is renewed from whole when it is back, once', async () => {
    page.answer = down;
    await later(MINUTE);
    page.answer = () => null;
    page.asked.length = 0;
    await later(31_000);
    const names = new Set(page.asked.slice(0, 4).map(({ name }) => name));
    expect([...names].sort()).toEqual(['info', 'runners', 'schedules']);
    expect(page.recovered).toBe(1);
    const start = Date.now();
    await later(5 * MINUTE);
    expect(page.since(start)).toBeLessThanOrEqual(30);
  });
});

describe('a write', () => {
  it('is looked after twice within a few seconds, and no longer', async () => {
    await later(2_000);
    page.poller.hurry();
    await later(4_000);
    expect(page.asked.filter(({ name }) => name === 'schedules')).toHaveLength(2);
    const start = Date.now();
    await later(5 * MINUTE);
    expect(page.since(start)).toBeLessThanOrEqual(30);
  });
});

it('knows how old the oldest of what is shown is', async () => {
  const start = Date.now();
  expect(page.poller.oldestAt()).toBe(start);
  await later(10 * MINUTE);
  expect(Date.now() - (page.poller.oldestAt() ?? 0)).toBeLessThanOrEqual(310_000);
});

describe('a tab to which the server reports changes', () => {
  beforeEach(() => page.poller.setLive(true));

  it('asks for what changed, at once and for nothing else', async () => {
    await later(20_000);
    expect(page.asked).toEqual([]);
    page.poller.changed('revision');
    await later(0);
    expect(page.asked.map(({ name }) => name)).toEqual(['schedules']);
    await later(20_000);
    expect(page.asked).toHaveLength(1);
  });

  it('asks at most six times a minute when something changes each second', async () => {
    await later(MINUTE);
    const start = Date.now();
    for (let second = 0; second < 600; second += 1) {
      page.poller.changed('executions');
      page.poller.changed('runners');
      await later(1_000);
    }
    expect(page.since(start)).toBeLessThanOrEqual(60);
    const times = (name: string) => page.asked.filter((each) => each.name === name).length;
    expect(times('runners')).toBeGreaterThan(10);
    expect(times('schedules')).toBeGreaterThan(30);
  });

  it('looks now and then all the same', async () => {
    await later(10 * MINUTE);
    expect(page.asked.filter(({ name }) => name === 'schedules').length).toBeGreaterThanOrEqual(8);
  });

  it('looks after a runner whose reports cease, once, as soon as the server judges it dead', async () => {
    for (let beat = 0; beat < 6; beat += 1) {
      page.poller.changed('runners');
      await later(10_000);
    }
    await later(2_000);
    const start = Date.now();
    await later(14_000);
    expect(page.asked.filter(({ name, at }) => name === 'runners' && at >= start)).toEqual([]);
    await later(2_000); // 28 s after the last heartbeat
    expect(page.asked.filter(({ name, at }) => name === 'runners' && at >= start)).toHaveLength(1);
    await later(30_000);
    expect(page.asked.filter(({ name, at }) => name === 'runners' && at >= start)).toHaveLength(1);
  });

  it('polls again when the server ceases to report', async () => {
    page.poller.setLive(false);
    await later(MINUTE);
    expect(page.asked.length).toBeGreaterThanOrEqual(5);
  });

  it('asks for nothing while it is hidden', async () => {
    page.isHidden = true;
    page.poller.visibilityChanged();
    page.poller.changed('revision');
    await later(MINUTE);
    expect(page.asked).toEqual([]);
  });
});
