import { beforeEach, describe, expect, it } from 'vitest';
import type { Execution } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createMemoryBackend, type MemoryBackend } from '../../testing/memory/memory-backend.ts';
import { JournalRoom } from '../../testing/memory/memory-journal.ts';
import { createRecordingLogger, type RecordingLogger } from '../../testing/recording-logger.ts';
import { sampleExecution } from '../../testing/samples.ts';
import { JournalKeeper } from '../journal/journal-keeper.ts';
import { LogWriter } from './log-writer.ts';

/** Of a journal that is never rewritten. */
const nothing = { liveLines: () => [], isBehind: () => false, uncut: () => 0, cutSoon: () => undefined };

describe('LogWriter', () => {
  let clock: FakeClock;
  let backend: MemoryBackend;
  let logger: RecordingLogger;
  let written: string[];
  let writer: LogWriter;
  let made: number;
  let room: JournalRoom;
  let parking: JournalKeeper;
  let givenUp: number;
  beforeEach(async () => {
    clock = new FakeClock();
    backend = createMemoryBackend(clock);
    logger = createRecordingLogger();
    written = [];
    made = 0;
    givenUp = 0;
    room = new JournalRoom();
    parking = new JournalKeeper({
      clock,
      logger,
      onChange: () => undefined,
      lateReasonAt: () => null,
    });
    parking.open(await room.shelf().open('me'), nothing);
    writer = new LogWriter({
      clock,
      logger,
      parking,
      executions: backend.executions,
      onSettled: (batch) => written.push(...batch.map(({ id }) => id)),
      onGivenUp: (count) => (givenUp += count),
    });
  });

  const next = (): Execution => {
    made += 1;
    return sampleExecution({ id: `run-${made}`, scheduledAt: clock.now() + made });
  };
  const add = (count: number) => {
    for (let i = 0; i < count; i += 1) writer.add(next());
  };
  const stored = async () => (await backend.executions.list({}, { limit: 1_000_000 })).items.length;
  const appends = () => backend.calls.filter((call) => call === 'executions.append').length;

  it('sends a record to the store only after the journal has it and everything that followed in the same turn', async () => {
    const journal = await room.shelf().open('other');
    const lines: string[] = [];
    parking.open({ ...journal, append: (more) => (lines.push(...more), true) }, nothing);
    const told: number[] = [];
    const { append } = backend.executions;
    backend.executions.append = (batch) => {
      told.push(lines.length);
      return append(batch);
    };
    add(500);
    parking.written(['what followed']);
    await clock.advance(1);
    expect(told).toEqual([1]);
  });

  it('writes what comes within 200 ms in one statement', async () => {
    add(3);
    await clock.advance(199);
    expect(appends()).toBe(0);
    await clock.advance(1);
    expect(appends()).toBe(1);
    expect(written).toEqual(['run-1', 'run-2', 'run-3']);
    expect(writer.waitingCount).toBe(0);
  });

  it('writes five hundred at once without waiting', async () => {
    add(1_200);
    await clock.settle();
    expect(await stored()).toBe(500);
    await clock.advance(200);
    expect(await stored()).toBe(1_200);
    expect(appends()).toBe(3);
  });

  it('sends no statement while there is nothing to write', async () => {
    add(1);
    await clock.advance(60_000);
    expect(appends()).toBe(1);
  });

  it('keeps everything while the store is away, tries less and less often, and writes each once', async () => {
    backend.isAway = true;
    add(3);
    await clock.advance(60_000);
    const tries = appends();
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(12);
    expect([writer.isBehind, writer.waitingCount]).toEqual([true, 3]);
    add(700);
    backend.isAway = false;
    await clock.advance(16_000);
    expect(await stored()).toBe(703);
    expect([writer.isBehind, writer.waitingCount]).toEqual([false, 0]);
    expect(written).toHaveLength(703);
  });

  it('does not storm a store that is away when batches fill up', async () => {
    backend.isAway = true;
    add(1);
    await clock.advance(1_000);
    const before = appends();
    add(5_000);
    await clock.settle();
    expect(appends()).toBe(before);
  });

  it('writes a batch again after a lost answer, and its rows exist once', async () => {
    let isFirst = true;
    const losingAnswers = {
      ...backend.executions,
      append: async (batch: readonly Execution[]) => {
        await backend.executions.append(batch);
        if (isFirst) {
          isFirst = false;
          throw new Error('the answer was lost');
        }
      },
    };
    writer = new LogWriter({ clock, logger, parking, executions: losingAnswers });
    add(2);
    await clock.advance(10_000);
    expect(await stored()).toBe(2);
    expect(writer.waitingCount).toBe(0);
  });

  it('limits what waits in memory; the rest is parked on the disk, and all of it arrives once', async () => {
    backend.isAway = true;
    add(25_000);
    await clock.advance(1_000);
    expect(writer.waiting.length).toBeLessThanOrEqual(10_100);
    expect(writer.waitingCount).toBe(25_000);
    backend.isAway = false;
    await clock.advance(60_000);
    expect(await stored()).toBe(25_000);
    expect(written.sort()).toEqual(Array.from({ length: 25_000 }, (_, n) => `run-${n + 1}`).sort());
    expect([writer.waitingCount, givenUp]).toEqual([0, 0]);
  }, 60_000);

  it('bounds the texts that wait in memory as well', async () => {
    backend.isAway = true;
    const traceback = 'x'.repeat(60_000);
    for (let i = 0; i < 2_000; i += 1) writer.add({ ...next(), traceback });
    expect(writer.waiting.length).toBeLessThan(800);
    expect(writer.waitingCount).toBe(2_000);
  });

  it('continues with parked records when the database became unavailable in between', async () => {
    let appends = 0;
    const executions = {
      ...backend.executions,
      append: (batch: readonly Execution[]) => {
        appends += 1;
        return appends % 2 === 0 ? Promise.reject(new Error('away')) : backend.executions.append(batch);
      },
    };
    writer = new LogWriter({ clock, logger, parking, executions });
    backend.isAway = true;
    add(12_000);
    backend.isAway = false;
    await clock.advance(1_800_000);
    expect([await stored(), writer.waitingCount]).toEqual([12_000, 0]);
  }, 60_000);

  it('writes what an adopted runner had parked', async () => {
    const dead = await room.shelf().open('dead');
    const left = sampleExecution({ id: 'left' });
    dead.park([JSON.stringify(['e', 'left', left])]);
    room.markDead('dead');
    await room.shelf().adopt('other');
    room.markDead('other');
    const shelf = room.shelf();
    parking.open(await shelf.open('me'), nothing);
    await shelf.adopt('me');
    writer.lookForParked();
    await clock.advance(1_000);
    expect(await backend.executions.get('left')).toMatchObject({ id: 'left' });
  });

  it('holds more in memory where the disk takes nothing, and gives up the oldest in the end', async () => {
    backend.isAway = true;
    room.isFull = true;
    add(41_000);
    await clock.advance(1_000);
    expect([givenUp, writer.waitingCount]).toEqual([1_000, 40_000]); // in steps of a hundred
    backend.isAway = false;
    await writer.flush();
    expect(await stored()).toBe(40_000);
    expect(await backend.executions.get('run-1000')).toBeNull();
  }, 60_000);

  it('flush writes all that waits, more than a batch included', async () => {
    add(1_300);
    await writer.flush();
    expect(await stored()).toBe(1_300);
  });

  it('flush gives up after one refusal and keeps what waits', async () => {
    backend.isAway = true;
    add(2);
    await writer.flush();
    expect(writer.waitingCount).toBe(2);
  });

  it('leaves no timer behind after stop', async () => {
    add(1);
    writer.stop();
    expect(clock.pendingCount).toBe(0);
    await clock.advance(1_000);
    expect(appends()).toBe(0);
  });
});
