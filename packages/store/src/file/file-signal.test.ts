import { appendFileSync, mkdirSync, rmSync, utimesSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRecordingLogger, FakeClock, type RecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { until } from '../testing/until.ts';
import { createFileSignal, type FileSignalOptions } from './file-signal.ts';

const TICK_MS = 500;
const noWatch = () => {
  throw new Error('fs.watch does not work here');
};

describe('a file signal', () => {
  let temporary: TemporaryFolder;
  let folder: string;
  let database: string;
  let clock: FakeClock;
  let logger: RecordingLogger;
  let hints: number;
  beforeEach(() => {
    temporary = temporaryFolder();
    folder = join(temporary.path, '.zenpulse');
    database = join(temporary.path, 'zenpulse.db');
    clock = new FakeClock();
    logger = createRecordingLogger();
    hints = 0;
  });
  afterEach(() => temporary.remove());

  const create = (changes: Partial<FileSignalOptions> = {}) =>
    createFileSignal({ folder, alsoWatched: [database], clock, logger, watchFolder: noWatch, ...changes });
  const count = () => {
    hints += 1;
  };
  /** Hints that come within one tick; a hint has an echo, for writes in the same grain of the file's time. */
  const hintsWithinTick = async (): Promise<number> => {
    const before = hints;
    await clock.advance(TICK_MS + 100);
    return hints - before;
  };

  describe('without fs.watch', () => {
    it('hints within the tick when it was sent, and is silent when nothing happened', async () => {
      const unlisten = create().listen(count);
      expect(await hintsWithinTick()).toBe(0);
      create().send();
      expect(await hintsWithinTick()).toBeGreaterThan(0);
      await clock.advance(60_000);
      const settled = hints;
      await clock.advance(60_000);
      expect(hints).toBe(settled);
      unlisten();
      expect(clock.pendingCount).toBe(0);
    });

    it('hints when the file of the signal vanishes, and again when it is back', async () => {
      const other = create();
      other.send();
      const unlisten = create().listen(count);
      rmSync(join(folder, 'signal'));
      expect(await hintsWithinTick()).toBeGreaterThan(0);
      other.send();
      expect(await hintsWithinTick()).toBeGreaterThan(0);
      unlisten();
    });

    it('hints when the folder was deleted and made again', async () => {
      const other = create();
      other.send();
      const unlisten = create().listen(count);
      await hintsWithinTick();
      rmSync(folder, { recursive: true });
      await hintsWithinTick();
      other.send();
      expect(await hintsWithinTick()).toBeGreaterThan(0);
      other.send();
      clock.stepWall(1);
      other.send();
      expect(await hintsWithinTick()).toBeGreaterThan(0);
      unlisten();
    });

    it('hints when the database changes, appears, grows or gets other times', async () => {
      const unlisten = create().listen(count);
      const changes = [
        () => writeFileSync(database, 'a'),
        () => appendFileSync(database, 'b'),
        () => utimesSync(database, 1, 1),
        () => rmSync(database),
      ];
      for (const change of changes) {
        await clock.advance(1_000);
        change();
        expect(await hintsWithinTick(), String(change)).toBeGreaterThan(0);
      }
      unlisten();
    });

    it('looks a second time after a hint, for a write in the same grain of time', async () => {
      const unlisten = create().listen(count);
      create().send();
      await clock.advance(TICK_MS);
      expect(hints).toBe(1);
      await clock.advance(50);
      expect(hints).toBe(2);
      unlisten();
    });
  });

  describe('that cannot be written', () => {
    const spoil: [string, () => void][] = [
      [
        'a folder is where the file should be',
        () => mkdirSync(join(folder, 'signal', 'x'), { recursive: true }),
      ],
      ['a file is where the folder should be', () => writeFileSync(folder, '')],
    ];

    it.each(spoil)('never throws and reports a failure once: %s', (_what, make) => {
      make();
      const signal = create({ folder: join(folder, 'deeper') });
      const spoilt = create();
      for (let i = 0; i < 3; i += 1) {
        expect(() => spoilt.send()).not.toThrow();
        expect(() => signal.send()).not.toThrow();
      }
      const warnings = logger.lines.filter(({ level }) => level === 'warn');
      expect(warnings.length).toBeLessThanOrEqual(2);
      expect(() => spoilt.mayHaveChanged()).not.toThrow();
    });

    it('leaves the change of the database to the tick', async () => {
      writeFileSync(folder, '');
      const unlisten = create().listen(count);
      create().send();
      writeFileSync(database, 'changed');
      expect(await hintsWithinTick()).toBeGreaterThan(0);
      unlisten();
    });

    it('warns again after it had worked in between', () => {
      writeFileSync(folder, '');
      const signal = create();
      signal.send();
      rmSync(folder);
      signal.send();
      rmSync(folder, { recursive: true });
      writeFileSync(folder, '');
      signal.send();
      expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(2);
    });
  });

  describe('with fs.watch', () => {
    /** Without ticks, so that only the watcher can send hints. */
    const listen = (): (() => void) => {
      const signal = createFileSignal({ folder, alsoWatched: [], clock, logger });
      return signal.listen(count);
    };

    it('hints without waiting for the tick', async () => {
      const other = create();
      other.send();
      const unlisten = listen();
      clock.stepWall(1_000);
      other.send();
      await until(() => hints > 0);
      unlisten();
    });

    it('watches a folder that was made again, from the next tick on', async () => {
      const other = create();
      other.send();
      const unlisten = listen();
      rmSync(folder, { recursive: true });
      await clock.advance(TICK_MS);
      other.send();
      await clock.advance(TICK_MS + 100);
      const before = hints;
      clock.stepWall(1_000);
      other.send();
      await until(() => hints > before);
      unlisten();
    });

    it('goes on by the tick when the watcher breaks', async () => {
      const other = create();
      other.send();
      const watchers: ReturnType<typeof watch>[] = [];
      const signal = create({
        watchFolder: (path, onEvent) => {
          const watcher = watch(path, { persistent: false }, (_event, name) => onEvent(name));
          watchers.push(watcher);
          return watcher;
        },
      });
      const unlisten = signal.listen(count);
      watchers[0]?.emit('error', new Error('broken'));
      clock.stepWall(1_000);
      other.send();
      expect(await hintsWithinTick()).toBeGreaterThan(0);
      unlisten();
    });
  });

  it('tells the sync about a change once, listeners or not', () => {
    const signal = create({ clock: systemClock });
    expect(signal.mayHaveChanged()).toBe(false);
    writeFileSync(database, 'changed');
    expect(signal.mayHaveChanged()).toBe(true);
    expect(signal.mayHaveChanged()).toBe(false);
  });
});
