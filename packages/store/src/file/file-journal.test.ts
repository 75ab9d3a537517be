import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Journal } from '@zenpulse/core/ports';
import { createRecordingLogger, FakeClock, type RecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { createFileJournalShelf } from './file-journal-shelf.ts';
import { identifyProcess } from './process-identity.ts';

describe('a journal in files', () => {
  let temporary: TemporaryFolder;
  let clock: FakeClock;
  let logger: RecordingLogger;
  let mine: string;
  beforeEach(() => {
    temporary = temporaryFolder();
    clock = new FakeClock();
    logger = createRecordingLogger();
    mine = join(temporary.path, 'runners/a');
  });
  afterEach(() => temporary.remove());

  const shelf = (bootId?: string) =>
    createFileJournalShelf({
      stateDir: temporary.path,
      clock,
      logger,
      identify: (runnerId) => ({ ...identifyProcess(runnerId), ...(bootId === undefined ? {} : { bootId }) }),
      isGone: () => true,
    });
  const open = (bootId?: string): Promise<Journal> => shelf(bootId).open('a');
  const seen = async () => (await shelf().peek()).map(({ lines, isComplete }) => [...lines, isComplete]);
  const files = () => readdirSync(mine).sort();

  it('writes nothing before the first line, and then its owner first', async () => {
    const journal = await open();
    expect(await journal.sync()).toBe(true);
    expect(existsSync(mine)).toBe(false);
    journal.append(['one']);
    expect(files()).toEqual(['identity.json', 'journal-1.jsonl']);
    expect(JSON.parse(readFileSync(join(mine, 'identity.json'), 'utf8'))).toEqual({
      ...identifyProcess('a'),
      isClosed: false,
    });
  });

  it('counts bytes, not characters', async () => {
    const journal = await open();
    journal.append(['日本', '']);
    expect(journal.size).toBe(8);
  });

  it('keeps one segment once it is on the disk; a rewrite is the next one', async () => {
    const journal = await open();
    journal.append(['one']);
    journal.rewrite(['two']);
    journal.rewrite(['three']);
    expect(files()).toEqual(['identity.json', 'journal-1.jsonl', 'journal-2.jsonl', 'journal-3.jsonl']);
    expect(await seen()).toEqual([['three', true]]);
    await journal.sync();
    expect(files()).toEqual(['identity.json', 'journal-3.jsonl']);
  });

  it('counts what the newest was to replace as well when the machine died in between', async () => {
    const journal = await open('another boot');
    journal.append(['one']);
    journal.rewrite(['two']);
    expect(await seen()).toEqual([['one', 'two', false]]);
    await journal.sync();
    expect(await seen()).toEqual([['two', false]]);
  });

  it('counts only the newest segment, and no unfinished one: a rewrite may be killed at any point', async () => {
    const journal = await open();
    journal.append(['old']);
    writeFileSync(join(mine, 'journal-2.jsonl.new'), 'half of a rewr');
    expect(await seen()).toEqual([['old', true]]);
    renameSync(join(mine, 'journal-2.jsonl.new'), join(mine, 'journal-2.jsonl'));
    writeFileSync(join(mine, 'journal-2.jsonl'), 'whole\n');
    expect(await seen()).toEqual([['whole', true]]);
  });

  describe('where it cannot be written', () => {
    it('a rewrite that fails leaves a gap that a reader sees, until one succeeds', async () => {
      const journal = await open();
      journal.append(['one']);
      mkdirSync(join(mine, 'journal-2.jsonl.new'));
      expect(journal.rewrite(['all'])).toBe(false);
      expect([journal.append(['two']), await journal.sync()]).toEqual([false, false]);
      expect(journal.rewrite(['all'])).toBe(true);
      expect(journal.append(['three'])).toBe(true);
      expect(await seen()).toEqual([['all', 'three', true]]);
    });

    it('says so once, and tells a reader for good', async () => {
      const journal = await open();
      journal.append(['one']);
      for (let segment = 2; segment < 6; segment += 1) mkdirSync(join(mine, `journal-${segment}.jsonl.new`));
      for (let i = 0; i < 3; i += 1) expect(journal.rewrite(['all'])).toBe(false);
      expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
      await journal.close(true);
      expect(await seen()).toEqual([['one', false]]);
    });

    it('the first line fails, and a rewrite makes up for it', async () => {
      writeFileSync(join(temporary.path, 'runners'), 'a file where the folder should be');
      const journal = await open();
      expect([journal.append(['one']), journal.append(['two']), journal.rewrite(['all'])]).toEqual([
        false,
        false,
        false,
      ]);
      rmSync(join(temporary.path, 'runners'));
      expect(journal.rewrite(['all'])).toBe(true);
      expect(await seen()).toEqual([['all', true]]);
    });
  });

  describe('in a folder that somebody deletes or moves', () => {
    it.each([
      ['deleted', () => rmSync(mine, { recursive: true })],
      ['moved', () => renameSync(join(temporary.path, 'runners'), join(temporary.path, 'elsewhere'))],
    ])('%s: the next append a second later says no, and a rewrite begins anew', async (_how, lose) => {
      const journal = await open();
      journal.append(['one']);
      lose();
      clock.block(1_000);
      expect(journal.append(['two'])).toBe(false);
      expect(journal.append(['three'])).toBe(false);
      expect(journal.rewrite(['all'])).toBe(true);
      expect(files()).toEqual(['identity.json', expect.stringMatching(/^journal-\d\.jsonl$/)]);
      expect(await seen()).toEqual([['all', true]]);
    });

    it('sync resolves to false at once', async () => {
      const journal = await open();
      journal.append(['one']);
      rmSync(mine, { recursive: true });
      expect(await journal.sync()).toBe(false);
    });

    it('closes all the same', async () => {
      const journal = await open();
      journal.append(['one']);
      rmSync(mine, { recursive: true });
      await journal.close(false);
      expect(existsSync(mine)).toBe(false);
    });
  });

  it('a sync that is overtaken by a rewrite is still a sync', async () => {
    const journal = await open();
    journal.append(['one']);
    const syncing = journal.sync();
    journal.rewrite(['one']);
    expect(await syncing).toBe(true);
  });

  it('lacks its end for certain only when the machine was restarted, or a write had failed', async () => {
    const journal = await open('another boot');
    journal.append(['one']);
    expect(await seen()).toEqual([['one', false]]);
    await journal.close(true);
    expect(await seen(), 'closed in order').toEqual([['one', true]]);
    utimesSync(join(mine, 'journal-1.jsonl'), 0, 0);
    expect(await seen()).toEqual([['one', false]]);
  });

  it('closed for good, leaves what else is in the folder', async () => {
    const journal = await open();
    journal.append(['one']);
    writeFileSync(join(mine, 'snapshot.json'), '{}');
    await journal.close(false);
    expect(files()).toEqual(['snapshot.json']);
  });
});
