import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createRecordingLogger,
  FakeClock,
  sampleSnapshot,
  type RecordingLogger,
} from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { createFileJournalShelf } from './file-journal-shelf.ts';
import { createFileRunnerDirectory } from './file-runner-directory.ts';

describe('a shelf of journals in files', () => {
  let temporary: TemporaryFolder;
  let runners: string;
  let dead: Set<string>;
  let logger: RecordingLogger;
  beforeEach(() => {
    temporary = temporaryFolder();
    runners = join(temporary.path, 'runners');
    dead = new Set();
    logger = createRecordingLogger();
  });
  afterEach(() => temporary.remove());

  const shelf = () =>
    createFileJournalShelf({
      stateDir: temporary.path,
      clock: new FakeClock(),
      logger,
      isGone: ({ runnerId }) => dead.has(runnerId),
    });
  const leave = async (runnerId: string, ...lines: string[]) => {
    (await shelf().open(runnerId)).append(lines);
    dead.add(runnerId);
  };
  const adopted = async (runnerId: string) =>
    (await shelf().adopt(runnerId)).map(({ runnerId: owner, lines }) => [owner, ...lines]);

  it('leaves journals of unknown owners alone, and reports them once', async () => {
    await leave('unknown', 'one');
    await leave('dead', 'two');
    writeFileSync(join(runners, 'unknown/identity.json'), '{"runnerId":');
    const one = shelf();
    for (let i = 0; i < 3; i += 1)
      expect((await one.adopt('me')).map(({ runnerId }) => runnerId)).toEqual(['dead']);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(existsSync(join(runners, 'unknown/journal-1.jsonl'))).toBe(true);
  });

  it('takes the others when one cannot be read', async () => {
    await leave('broken', 'one');
    await leave('dead', 'two');
    rmSync(join(runners, 'broken/journal-1.jsonl'));
    mkdirSync(join(runners, 'broken/journal-1.jsonl'));
    expect(await adopted('me')).toEqual([['dead', 'two']]);
    expect(logger.lines).toMatchObject([{ level: 'warn', sentence: 'A journal cannot be read' }]);
  });

  it('removes a dead runner from the list of runners, and no other', async () => {
    const directory = createFileRunnerDirectory(temporary.path, new FakeClock());
    for (const runnerId of ['dead', 'me', 'other']) {
      await (await directory.open(runnerId)).write(sampleSnapshot({ runnerId }));
    }
    await leave('dead', 'one');
    await shelf().adopt('me');
    expect((await directory.list()).map(({ runnerId }) => runnerId).sort()).toEqual(['me', 'other']);
  });

  it('finishes what a crash left of a discarded one, and never reads it', async () => {
    await leave('dead', 'one');
    const [journal] = await shelf().adopt('me');
    const folder = join(runners, 'me/adopted/dead');
    renameSync(folder, `${folder}.discarded`);
    expect(await adopted('me')).toEqual([]);
    expect(readdirSync(join(runners, 'me/adopted'))).toEqual([]);
    await journal?.discard();
  });

  it('makes itself known before it takes anything, so that its own death can be seen', async () => {
    await leave('dead', 'one');
    await shelf().adopt('me');
    expect(JSON.parse(readFileSync(join(runners, 'me/identity.json'), 'utf8'))).toMatchObject({
      runnerId: 'me',
    });
  });

  it('finds what came down through several that died, in whatever depth', async () => {
    await leave('first', 'one');
    for (const runnerId of ['second', 'third', 'fourth']) {
      await shelf().adopt(runnerId);
      dead.add(runnerId);
    }
    mkdirSync(join(runners, 'third/adopted'), { recursive: true });
    renameSync(join(runners, 'fourth'), join(runners, 'third/adopted/fourth'));
    writeFileSync(
      join(runners, 'third/identity.json'),
      readFileSync(join(runners, 'third/adopted/fourth/identity.json')),
    );
    dead.add('fourth');
    expect((await shelf().peek()).map(({ lines }) => lines)).toEqual([['one']]);
    expect(await adopted('me')).toEqual([['first', 'one']]);
    expect(readdirSync(join(runners, 'me/adopted'))).toEqual(['first']);
  });

  it('takes one of a process that cannot be seen from here after a minute of silence', async () => {
    await leave('elsewhere', 'one');
    dead.delete('elsewhere');
    const file = join(runners, 'elsewhere/identity.json');
    const identity = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...identity, pidNamespace: 'pid:[1]', hostname: 'container' }));
    const at = (silentMs: number) =>
      createFileJournalShelf({
        stateDir: temporary.path,
        clock: new FakeClock(Date.now() + silentMs),
        logger,
        isGone: () => false,
      }).adopt('me');
    expect(await at(59_000)).toEqual([]);
    expect(await at(65_000)).toMatchObject([{ runnerId: 'elsewhere', lines: ['one'] }]);
  });

  it('never takes one of a process that is there, however silent', async () => {
    await leave('stopped', 'one');
    dead.delete('stopped');
    const late = createFileJournalShelf({
      stateDir: temporary.path,
      clock: new FakeClock(Date.now() + 3_600_000),
      logger,
    });
    expect(await late.adopt('me')).toEqual([]);
  });
});
