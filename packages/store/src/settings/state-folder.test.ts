import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { databaseAddress } from './database-address.ts';
import { claimStateFolder, stateFolderOf } from './state-folder.ts';

describe('the state folder of a database', () => {
  let temporary: TemporaryFolder;
  let root: string;
  beforeEach(() => {
    temporary = temporaryFolder();
    root = join(temporary.path, '.zenpulse');
  });
  afterEach(() => temporary.remove());

  const at = (url: string) => databaseAddress(url, temporary.path);
  const taken = (url: string) => {
    const folder = stateFolderOf(root, at(url));
    claimStateFolder(folder, at(url));
    return folder;
  };

  it('is the one that is named, for the first database that takes it, again and again', () => {
    expect(taken('file:./a.db')).toBe(root);
    expect(taken('file:./a.db')).toBe(root);
    expect(readFileSync(join(root, 'database'), 'utf8')).toBe('../a.db\n');
  });

  it('is one of its own in it for every other database, and always the same', () => {
    taken('file:./a.db');
    const others = [
      'file:./b.db',
      'postgresql://me:secret@host/app',
      'postgresql://me:secret@host/app?schema=x',
    ];
    const folders = others.map(taken);
    expect(new Set([root, ...folders]).size).toBe(4);
    expect(others.map(taken)).toEqual(folders);
    expect(folders[0]).toMatch(/\/\.zenpulse\/databases\/b\.db-[0-9a-f]{8}$/);
    for (const folder of folders)
      expect(readFileSync(join(folder, 'database'), 'utf8')).not.toContain('secret');
  });

  it('is looked for without a trace', () => {
    expect(stateFolderOf(root, at('file:./a.db'))).toBe(root);
    expect(readdirSync(temporary.path)).toEqual([]);
  });

  it('moves together with its database', () => {
    taken('file:./data/a.db');
    const moved = join(temporary.path, 'moved');
    mkdirSync(moved);
    renameSync(root, join(moved, '.zenpulse'));
    const database = databaseAddress('file:./data/a.db', moved);
    expect(stateFolderOf(join(moved, '.zenpulse'), database)).toBe(join(moved, '.zenpulse'));
  });

  it('is refused to the slower of two that take it at the same time', () => {
    const folder = stateFolderOf(root, at('file:./b.db'));
    taken('file:./a.db');
    expect(() => claimStateFolder(folder, at('file:./b.db'))).toThrow(
      /^stateDir: expected a folder for SQLite .*b\.db alone, got .*\.zenpulse, which "\.\.\/a\.db" has just taken; start again$/,
    );
  });

  it('that cannot be made is nobody’s', () => {
    writeFileSync(root, 'a file');
    expect(taken('file:./a.db')).toBe(root);
    rmSync(root);
  });
});
