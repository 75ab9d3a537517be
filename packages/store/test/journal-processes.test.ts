import { rm } from 'node:fs/promises';
import { silentLogger, type JournalShelf } from '@zenpulse/core/ports';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFileJournalShelf } from '../src/file/file-journal-shelf.ts';
import { systemClock } from '../src/system-clock.ts';
import { temporaryFolder, type TemporaryFolder } from '../src/testing/temporary-folder.ts';
import { buildContender, startContender, type Contender } from './contender-process.mjs';

/** The size limit of the process's files: a larger write is cut short, as on a full disk. */
const LIMIT_KIB = 64;
const LIMITED = ['bash', '-c', `ulimit -f ${LIMIT_KIB}; exec "$@"`, 'bash'];

describe.runIf(process.platform === 'linux')('a journal and the death of its process', () => {
  let file: string;
  let folder: TemporaryFolder;
  let shelf: JournalShelf;
  const writers: Contender[] = [];
  beforeAll(async () => {
    file = await buildContender();
  });
  afterAll(() => rm(file, { force: true }));
  beforeEach(() => {
    folder = temporaryFolder();
    shelf = createFileJournalShelf({ stateDir: folder.path, clock: systemClock, logger: silentLogger });
  });
  afterEach(async () => {
    await Promise.all(writers.splice(0).map((writer) => writer.end()));
    folder.remove();
  });

  const writer = async (
    order: 'journal' | 'journal, then rewrite',
    prefix?: readonly string[],
  ): Promise<Contender> => {
    const contender = await startContender(file, prefix === undefined ? {} : { prefix });
    writers.push(contender);
    contender.order({ do: order, stateDir: folder.path, runnerId: 'dead' });
    return contender;
  };
  const numbersOf = (lines: readonly string[]) => lines.map((line) => Number(line.split(' ')[0]));

  it('keeps every line that was acknowledged, whenever it was killed', async () => {
    const dead = await writer('journal');
    await dead.heard(({ number = 0 }) => number > 2_000);
    await dead.end('SIGKILL');
    const acknowledged = Math.max(...dead.told.map(({ number = 0 }) => number));
    const [journal] = await shelf.adopt('me');
    expect(journal).toMatchObject({ runnerId: 'dead', pid: dead.child.pid, isComplete: true });
    const numbers = numbersOf(journal?.lines ?? []);
    expect(numbers.length).toBeGreaterThanOrEqual(acknowledged);
    expect(numbers).toEqual(numbers.map((_, i) => i));
  });

  it('stays with a process that is only suspended', async () => {
    const alive = await writer('journal');
    await alive.heard(({ number = 0 }) => number > 0);
    alive.child.kill('SIGSTOP');
    expect([await shelf.peek(), await shelf.adopt('me')]).toEqual([[], []]);
    await alive.end('SIGKILL');
    expect(await shelf.adopt('me')).toHaveLength(1);
  });

  it('on a full disk keeps what was acknowledged, and shows that lines are missing', async () => {
    const dead = await writer('journal', LIMITED);
    const { number = 0 } = await dead.heard(({ is }) => is === 'full');
    await dead.end('SIGKILL');
    const [journal] = await shelf.adopt('me');
    expect(journal?.isComplete).toBe(false);
    const numbers = numbersOf(journal?.lines ?? []);
    expect(numbers.slice(0, number)).toEqual(Array.from({ length: number }, (_, i) => i));
    expect(numbers.length - number).toBeLessThan(2);
  });

  it('is whole again once it was written anew', async () => {
    const dead = await writer('journal, then rewrite', LIMITED);
    expect(await dead.heard(({ is }) => is === 'full')).toMatchObject({ isRewritten: true });
    await dead.end('SIGKILL');
    expect(await shelf.adopt('me')).toMatchObject([{ lines: ['rewritten', 'after'], isComplete: true }]);
  });
});
