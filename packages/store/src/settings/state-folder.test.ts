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

  it.each([
    ['postgresql://localhost/app', 'postgres://me@127.0.0.1:5432/app', 'postgresql://[::1]:6432/app'],
    ['mysql://localhost/app', 'mariadb://me@127.0.0.1:3307/app', 'mysql://127.0.0.1/app'],
    ['postgresql://db.internal/app', 'postgresql://me:secret@db.internal:5432/app'],
    ['mysql://db.internal/app', 'mariadb://db.internal:3306/app'],
  ])('is one, however its database is spelled: %s', (...urls) => {
    expect(new Set(urls.map(taken))).toEqual(new Set([root]));
  });

  it.each([
    ['postgresql://db.internal/app', 'postgresql://db.internal:6432/app'],
    ['postgresql://localhost/app', 'postgresql://localhost/other'],
    ['postgresql://localhost/app', 'mysql://localhost/app'],
    ['postgresql://localhost/app', 'postgresql://localhost.example/app'],
  ])('is not one for what may be two: %s, %s', (...urls) => {
    expect(new Set(urls.map(taken)).size).toBe(2);
  });

  it('that an earlier release marked in its own words is still known', () => {
    mkdirSync(root);
    writeFileSync(join(root, 'database'), 'PostgreSQL 127.0.0.1:5432/app\n');
    expect(taken('postgresql://127.0.0.1:5432/app')).toBe(root);
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

  it('that cannot be created belongs to no database', () => {
    writeFileSync(root, 'a file');
    expect(taken('file:./a.db')).toBe(root);
    rmSync(root);
  });
});
