import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createRecordingLogger, FakeClock, sampleSnapshot } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimStateFolder, openFolderWarning, stateFolderOf } from '../settings/state-folder.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { createFileJournalShelf } from './file-journal-shelf.ts';
import { createFileRunnerDirectory } from './file-runner-directory.ts';
import { createFileSignal } from './file-signal.ts';
import { createLeaseFolder } from './lease-folder.ts';

/** The content of another user's file, to which a link leads. */
const SECRET = 'the file of somebody else';

let folder: TemporaryFolder;
let state: string;
let elsewhere: string;
beforeEach(() => {
  folder = temporaryFolder();
  state = join(folder.path, 'state');
  elsewhere = join(folder.path, 'elsewhere');
  writeFileSync(elsewhere, SECRET);
});
afterEach(() => folder.remove());

const clock = new FakeClock();
const logger = createRecordingLogger();
const database = { kind: 'sqlite', file: '/app/zenpulse.db', label: 'SQLite /app/zenpulse.db' } as const;

const at = (...parts: readonly string[]): string => {
  const path = join(state, ...parts);
  mkdirSync(dirname(path), { recursive: true });
  return path;
};

/** Things in place of an expected file: reading or writing them as a file would block, or reach another file. */
const STAND_INS: readonly (readonly [string, (path: string) => void])[] = [
  ['a pipe', (path) => void execFileSync('mkfifo', [path])],
  ['a link to a file', (path) => symlinkSync(elsewhere, path)],
  ['a link to nothing', (path) => symlinkSync(join(folder.path, 'made-by-link'), path)],
  ['a folder', (path) => mkdirSync(path)],
];

afterEach(() => {
  expect(readFileSync(elsewhere, 'utf8')).toBe(SECRET);
  expect(existsSync(join(folder.path, 'made-by-link'))).toBe(false);
});

describe.skipIf(process.platform === 'win32').each(STAND_INS)('%s in the state folder', (_what, put) => {
  it('as a snapshot is no runner, and the others are listed', async () => {
    const directory = createFileRunnerDirectory(state, clock);
    await (await directory.open('sound')).write(sampleSnapshot({ runnerId: 'sound' }));
    for (const name of ['r1', 'r2', 'r3', 'r4', 'r5', 'r6']) put(at('runners', name, 'snapshot.json'));
    for (let n = 0; n < 4; n += 1) {
      expect((await directory.list()).map(({ runnerId }) => runnerId)).toEqual(['sound']);
    }
  });

  it('as what a snapshot is written to is replaced or refused, and not written through', async () => {
    put(at('runners', 'mine', 'snapshot.json.new'));
    const report = await createFileRunnerDirectory(state, clock).open('mine');
    await report.write(sampleSnapshot({ runnerId: 'mine' })).catch(() => undefined);
    expect(statSync(join(state, 'runners', 'mine')).isDirectory()).toBe(true);
  });

  it('as the signal is not written, and said once', () => {
    put(at('signal'));
    const said = createRecordingLogger();
    const signal = createFileSignal({ folder: state, alsoWatched: [], clock, logger: said });
    signal.send();
    signal.send();
    expect(said.lines.map(({ sentence }) => sentence)).toEqual([
      'The signal cannot be written; runners notice changes by their tick',
    ]);
  });

  it('as a journal or its identity stops nobody', async () => {
    put(at('runners', 'dead', 'identity.json'));
    put(at('runners', 'dead', 'journal-1.jsonl'));
    put(at('runners', 'gone', 'journal-1.jsonl'));
    const shelf = createFileJournalShelf({ stateDir: state, clock, logger, isGone: () => true });
    expect(await shelf.peek()).toEqual([]);
    expect(await shelf.adopt('mine')).toEqual([]);
  });

  it('as the file of an epoch, or of a lease without a lock, is refused', () => {
    put(at('lease', 'epoch-1'));
    put(at('lease', 'open'));
    const lease = createLeaseFolder(state);
    expect(() => lease.newest()).toThrow();
    expect(() => lease.readOpen()).toThrow();
    expect(() => lease.openOpen()).toThrow();
  });

  it('as the mark of its database is no mark', () => {
    put(at('database'));
    expect(stateFolderOf(state, database)).toBe(state);
    expect(() => claimStateFolder(state, database)).not.toThrow();
  });
});

it.skipIf(process.platform === 'win32')(
  'a link to a folder is not followed to reports and journals',
  async () => {
    const outside = join(folder.path, 'outside');
    const directory = createFileRunnerDirectory(outside, clock);
    await (await directory.open('r1')).write(sampleSnapshot({ runnerId: 'r1' }));
    mkdirSync(join(state, 'runners'), { recursive: true });
    symlinkSync(join(outside, 'runners', 'r1'), join(state, 'runners', 'r1'));
    expect(await createFileRunnerDirectory(state, clock).list()).toEqual([]);
    const shelf = createFileJournalShelf({ stateDir: state, clock, logger, isGone: () => true });
    expect(await shelf.owners()).toEqual([]);
  },
);

it('a snapshot that is too large is left out', async () => {
  const directory = createFileRunnerDirectory(state, clock);
  await (await directory.open('large')).write(sampleSnapshot({ runnerId: 'large' }));
  truncateSync(join(state, 'runners', 'large', 'snapshot.json'), 3_000_000_000); // sparse: it takes no space on the disk
  expect(await directory.list()).toEqual([]);
});

describe.skipIf(process.platform === 'win32')('what is made', () => {
  const modeOf = (...parts: readonly string[]) => (statSync(join(state, ...parts)).mode & 0o777).toString(8);

  it('belongs to its owner alone', async () => {
    claimStateFolder(state, database);
    createFileSignal({ folder: state, alsoWatched: [], clock, logger }).send();
    await (await createFileRunnerDirectory(state, clock).open('r')).write(sampleSnapshot({ runnerId: 'r' }));
    const journal = await createFileJournalShelf({ stateDir: state, clock, logger }).open('r');
    expect(journal.append(['{}'])).toBe(true);
    await journal.close(true);
    createLeaseFolder(state).make(1, null)?.close();
    createLeaseFolder(state).openOpen().close();
    expect(['', 'runners', 'runners/r', 'lease'].map((path) => modeOf(path))).toEqual([
      '700',
      '700',
      '700',
      '700',
    ]);
    const files = [
      'database',
      'signal',
      'runners/r/snapshot.json',
      'runners/r/identity.json',
      'lease/epoch-1',
      'lease/open',
    ];
    expect(files.map((path) => [path, modeOf(path)])).toEqual(files.map((path) => [path, '600']));
    expect(openFolderWarning(state)).toBeNull();
  });

  it('by others with rights for everybody is warned of, with the command', () => {
    mkdirSync(state);
    chmodSync(state, 0o777);
    expect(openFolderWarning(state)).toBe(
      `The state folder ${state} can be written by other users of this machine (mode 777). If they need not, make it yours alone: chmod 700 ${state}`,
    );
    chmodSync(state, 0o755);
    expect(openFolderWarning(state)).toBeNull();
    expect(openFolderWarning(join(state, 'nothing'))).toBeNull();
  });
});
