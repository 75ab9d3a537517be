import { beforeEach, describe, expect, it } from 'vitest';
import type { CpuReading, Watchdog } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { LoopWatch } from './loop-watch.ts';

const SECOND = 1_000;

describe('LoopWatch', () => {
  let clock: FakeClock;
  let told: string[];
  let lost: string[];
  let blamed: string[];
  let running: string[];
  let heard: string[];
  let watch: LoopWatch;
  let cpu: CpuReading | null;
  const create = (watchdog: Watchdog | null) =>
    new LoopWatch({
      clock,
      events: { add: (_level, _kind, text) => told.push(text) },
      lost: { add: (loss, from, to) => lost.push(`${loss} ${from}-${to}`) },
      running: () => running,
      watchdog,
      cpu: { read: () => cpu },
      onBlocked: (jobKey, ms) => blamed.push(`${jobKey} ${ms}`),
    });
  beforeEach(() => {
    clock = new FakeClock();
    cpu = null;
    [told, lost, blamed, running, heard] = [[], [], [], [], []];
    watch = create({
      entered: (jobKey) => heard.push(`${jobKey} in`),
      left: () => heard.push('out'),
      ended: (jobKey) => heard.push(`${jobKey} ended`),
      beat: () => heard.push('beat'),
      rest: () => heard.push('rest'),
    });
  });

  /** A run whose function was called and has not ended. */
  const begin = (jobKey: string) => {
    running.push(jobKey);
    watch.began(jobKey);
    watch.gaveBack(jobKey, clock.monotonic(), clock.monotonic());
  };
  const end = (jobKey: string) => {
    running.splice(running.indexOf(jobKey), 1);
    watch.ended(jobKey);
  };

  it('reports to the watchdog which job is called, and beats only while there are runs', async () => {
    begin('a');
    await clock.advance(250);
    end('a');
    await clock.advance(10 * SECOND);
    expect(heard).toEqual(['a in', 'beat', 'out', 'beat', 'beat', 'a ended', 'rest']);
    expect(clock.pendingCount).toBe(0);
  });

  it('names the job whose first part took long, and late timers name no other job for it', async () => {
    running.push('innocent');
    watch.began('blocks');
    clock.block(5_012);
    watch.gaveBack('blocks', 0, clock.monotonic());
    watch.look(1_000);
    await clock.advance(100);
    expect(told).toEqual([expect.stringContaining('The job "blocks" blocked the event loop for 5012 ms')]);
    expect(lost).toEqual(['blocked-loop 0-5012']);
    expect(blamed).toEqual(['blocks 5012']);
  });

  it('finds a block that comes later by its own beat, and names all that may have done it', async () => {
    begin('a');
    begin('b');
    await clock.advance(150);
    clock.block(650);
    await clock.advance(1);
    expect(told).toEqual([
      'The event loop was blocked for 600 ms while the jobs "a", "b" ran, one of which did it; the others waited. Run it in a thread: isolation: \'thread\'',
    ]);
    expect(blamed).toEqual(['null 600']);
  });

  it('counts one that ended in the meantime among them', async () => {
    begin('a');
    await clock.advance(150);
    clock.block(650);
    end('a');
    await clock.advance(1);
    expect(told).toEqual([expect.stringContaining('while the job "a" ran')]);
  });

  it('does not report short turns, nor a stopped process in which no job ran', async () => {
    begin('a');
    clock.block(299);
    await clock.advance(1);
    end('a');
    await clock.advance(SECOND);
    expect(lost).toEqual([]);
    const plannedAt = clock.monotonic();
    clock.block(7 * SECOND);
    watch.look(plannedAt);
    expect(told).toEqual([]);
    expect(lost).toEqual([`standstill ${plannedAt}-${clock.monotonic()}`]);
  });

  it('repeats a line after a minute, with how often it occurred meanwhile', async () => {
    const block = () => {
      const from = clock.monotonic();
      clock.block(SECOND);
      watch.gaveBack('a', from, clock.monotonic());
    };
    for (let n = 0; n < 40; n += 1) {
      block();
      await clock.advance(SECOND);
    }
    expect(told).toEqual([
      expect.stringMatching(/'thread'$/),
      expect.stringMatching(/'thread' \(and 29 more times before\)$/),
    ]);
    expect(blamed).toHaveLength(40);
  });

  it('needs no watchdog for what is certain', () => {
    watch = create(null);
    watch.began('a');
    watch.gaveBack('a', 0, SECOND);
    watch.ended('a');
    expect(told).toHaveLength(1);
    expect(clock.pendingCount).toBe(0);
  });

  it('names a few of many', async () => {
    for (let n = 1; n <= 8; n += 1) begin(`job${n}`);
    await clock.advance(50);
    clock.block(SECOND);
    await clock.advance(1);
    expect(told[0]).toContain('"job1", "job2", "job3", "job4", "job5" and 3 more ran');
  });

  describe('with the CPU time of the thread', () => {
    /** The loop is blocked for this long, with this CPU time and this wait for a processor. */
    const block = (ms: number, usedMs: number, waitedMs: number | null) => {
      clock.block(ms);
      const before = cpu ?? { usedMs: 0, waitedMs: 0 };
      cpu = {
        usedMs: before.usedMs + usedMs,
        waitedMs: waitedMs === null ? null : (before.waitedMs ?? 0) + waitedMs,
      };
    };
    beforeEach(async () => {
      cpu = { usedMs: 50, waitedMs: 7 };
      begin('a');
      await clock.advance(150);
    });

    it('blames the machine where the thread mostly waited for a processor', async () => {
      block(650, 100, 520);
      await clock.advance(1);
      expect(told).toEqual([
        'The event loop stood still for 600 ms because no processor was free: the machine is short of CPU, and runs start late',
      ]);
      expect([blamed, lost]).toEqual([[], [expect.stringMatching(/^standstill /)]]);
      expect(watch.wasStarvedSince(0)).toBe(true);
      expect(watch.wasStarvedSince(clock.monotonic())).toBe(false);
    });

    it('blames the jobs where the thread ran, and where it slept in a call of theirs', async () => {
      block(650, 500, 100);
      await clock.advance(100);
      block(650, 3, 4);
      await clock.advance(1);
      expect(told).toEqual([
        expect.stringMatching(/while the job "a" ran; the others waited\. Run it in a thread/),
      ]);
      expect(blamed).toEqual([expect.stringMatching(/^a /), expect.stringMatching(/^a /)]);
    });

    it('counts the whole stretch, though another timer of the same turn was looked at meanwhile', async () => {
      const from = clock.monotonic();
      block(190, 5, 180);
      watch.look(from);
      block(190, 150, 30);
      watch.look(from);
      expect(told).toEqual([expect.stringMatching(/^The event loop stood still for 380 ms because/)]);
      await clock.advance(1);
    });

    it('blames a job for a first stretch of which enough was its own', () => {
      const stretch = (...spent: [ms: number, usedMs: number, waitedMs: number]) => {
        const from = clock.monotonic();
        block(...spent);
        watch.gaveBack('a', from, clock.monotonic());
      };
      stretch(1_000, 190, 810);
      expect(blamed).toEqual([]);
      stretch(1_000, 200, 800);
      expect(blamed).toEqual(['a 1000']);
      expect(told).toEqual([
        expect.stringContaining('short of CPU'),
        expect.stringContaining('The job "a" blocked the event loop for 1000 ms'),
      ]);
    });

    it('reports a machine short of CPU once in ten minutes, with how often it occurred meanwhile', async () => {
      for (let n = 0; n < 70; n += 1) {
        block(1_050, 1, 1_000);
        await clock.advance(9 * SECOND);
      }
      expect(told).toHaveLength(2);
      expect(told[1]).toMatch(/runs start late \(and \d\d more times before\)$/);
    });

    it('names both causes where the system does not say how long it waited', async () => {
      cpu = { usedMs: 50, waitedMs: null };
      await clock.advance(150);
      block(650, 20, null);
      await clock.advance(1);
      expect(told).toEqual([
        expect.stringMatching(
          /job "a" ran; .*This process used only 20 ms of CPU meanwhile: the job waited for a disk or another program, or the machine is short of CPU$/,
        ),
      ]);
    });
  });
});
