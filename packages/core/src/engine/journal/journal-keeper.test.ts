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
  let uncut: number;
  let keeper: JournalKeeper;
  let clock: FakeClock;

  beforeEach(() => {
    [size, rewritten, isBehind, uncut] = [0, 0, false, 0];
    clock = new FakeClock();
    keeper = new JournalKeeper({
      clock,
      logger: silentLogger,
      onChange: () => undefined,
      lateReasonAt: () => null,
    });
    const journal: Journal = {
      append: () => true,
      rewrite: () => true,
      beginRewrite: () => ({
        add: () => true,
        finish: () => {
          rewritten += 1;
          size = 0;
          return 'done';
        },
        abandon: () => undefined,
      }),
      get size() {
        return size;
      },
      sync: () => Promise.resolve(true),
      park: () => true,
      oldestParked: () => Promise.resolve(null),
      parkedCount: 0,
      close: () => Promise.resolve(),
    };
    keeper.open(journal, {
      liveLines: () => [],
      isBehind: () => isBehind,
      uncut: () => uncut,
      cutSoon: () => undefined,
    });
  });

  const startAt = async (bytes: number): Promise<number> => {
    size = bytes;
    keeper.started([sampleRun()], 5);
    await clock.advance(0);
    return rewritten;
  };

  it('is written anew', async () => {
    expect(await startAt(15 * MB)).toBe(0);
    expect(await startAt(17 * MB)).toBe(1);
    expect(await startAt(1 * MB)).toBe(1);
  });

  it('waits with that while something that is due has not started, and not for ever', async () => {
    isBehind = true;
    expect(await startAt(17 * MB)).toBe(0);
    expect(await startAt(63 * MB)).toBe(0);
    expect(await startAt(65 * MB)).toBe(1);
    isBehind = false;
    expect(await startAt(17 * MB)).toBe(2);
  });

  it('waits with that until the counters are in batches, since their lines are made in one turn, and not for ever', async () => {
    uncut = 10_000;
    expect(await startAt(17 * MB)).toBe(0);
    expect(await startAt(127 * MB)).toBe(0);
    expect(await startAt(129 * MB)).toBe(1);
    uncut = 100;
    expect(await startAt(17 * MB)).toBe(2);
  });
});
