import { beforeEach, describe, expect, it } from 'vitest';
import type { Watchdog } from '../ports/index.ts';
import { FakeClock } from '../testing/fake-clock.ts';
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
  const create = (watchdog: Watchdog | null) =>
    new LoopWatch({
      clock,
      events: { add: (_level, _kind, text) => told.push(text) },
      lost: { add: (loss, from, to) => lost.push(`${loss} ${from}-${to}`) },
      running: () => running,
      watchdog,
      onBlocked: (jobKey, ms) => blamed.push(`${jobKey} ${ms}`),
    });
  beforeEach(() => {
    clock = new FakeClock();
    [told, lost, blamed, running, heard] = [[], [], [], [], []];
    watch = create({
      entered: (jobKey) => heard.push(`${jobKey} in`),
      left: () => heard.push('out'),
      ended: (jobKey) => heard.push(`${jobKey} ended`),
      beat: () => heard.push('beat'),
      rest: () => heard.push('rest'),
    });
  });

  /** A run that is called and has not ended. */
  const begin = (jobKey: string) => {
    running.push(jobKey);
    watch.began(jobKey);
    watch.gaveBack(jobKey, clock.monotonic(), clock.monotonic());
  };
  const end = (jobKey: string) => {
    running.splice(running.indexOf(jobKey), 1);
    watch.ended(jobKey);
  };

  it('tells the watchdog who has the turn, and beats only while runs go on', async () => {
    begin('a');
    await clock.advance(250);
    end('a');
    await clock.advance(10 * SECOND);
    expect(heard).toEqual(['a in', 'beat', 'out', 'beat', 'beat', 'a ended', 'rest']);
    expect(clock.pendingCount).toBe(0);
  });

  it('names the job whose first stretch took long, and the timers that came late for it name nobody else', async () => {
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

  it('says nothing of turns that are short, nor of a standstill in which no job ran', async () => {
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

  it('says the same again after a minute, with how often it came meanwhile', async () => {
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
});
