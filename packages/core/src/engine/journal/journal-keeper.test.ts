import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger, type Journal } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { JournalKeeper } from './journal-keeper.ts';

const MB = 1_048_576;

describe('a journal that has become long', () => {
  let size: number;
  let rewritten: number;
  let isBehind: boolean;
  let uncounted: number;
  let keeper: JournalKeeper;

  beforeEach(() => {
    [size, rewritten, isBehind, uncounted] = [0, 0, false, 0];
    keeper = new JournalKeeper({
      clock: new FakeClock(),
      logger: silentLogger,
      onChange: () => undefined,
      lateReasonAt: () => null,
    });
    const journal: Journal = {
      append: () => true,
      rewrite: () => {
        rewritten += 1;
        size = 0;
        return true;
      },
      get size() {
        return size;
      },
      sync: () => Promise.resolve(true),
      park: () => true,
      oldestParked: () => Promise.resolve(null),
      parkedCount: 0,
      close: () => Promise.resolve(),
    };
    keeper.open(journal, { liveLines: () => [], isBehind: () => isBehind, uncounted: () => uncounted });
  });

  const startAt = (bytes: number): number => {
    size = bytes;
    keeper.started([sampleRun()], 5);
    return rewritten;
  };

  it('is written anew', () => {
    expect(startAt(15 * MB)).toBe(0);
    expect(startAt(17 * MB)).toBe(1);
    expect(startAt(1 * MB)).toBe(1);
  });

  it('waits with that while something that is due has not started, and not for ever', () => {
    isBehind = true;
    expect(startAt(17 * MB)).toBe(0);
    expect(startAt(63 * MB)).toBe(0);
    expect(startAt(65 * MB)).toBe(1);
    isBehind = false;
    expect(startAt(17 * MB)).toBe(2);
  });

  it('waits with that until the counters are in the store, since it would contain them, and not for ever', () => {
    uncounted = 10_000;
    expect(startAt(17 * MB)).toBe(0);
    expect(startAt(127 * MB)).toBe(0);
    expect(startAt(129 * MB)).toBe(1);
    uncounted = 100;
    expect(startAt(17 * MB)).toBe(2);
  });
});
