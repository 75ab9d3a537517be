import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
afterEach(() => admin.close());

const PATHS = ['/api/schedules', '/api/executions', '/api/jobs', '/api/runners', '/api/info'];

describe('settings that are no good', () => {
  it.each([
    [
      'a database it does not know',
      { database: 'oracle://user:secret@host/x' },
      /database: expected a SQLite file.*, got oracle/,
    ],
    ['no file', { database: 'file::memory:' }, /database: expected a file that two processes can open/],
    ['an empty database', { database: '' }, /database: expected .*, got no scheme/],
    [
      'a zone that is none',
      { timezone: 'Mars/Olympus' },
      /timezone .*: expected an IANA time zone.*, got "Mars\/Olympus"/,
    ],
    [
      'an option that there is not',
      { timezone: 'UTC', databse: 'file:./x.db' },
      /databse: unknown option; there are/,
    ],
    [
      'a retention that is none',
      { retentionDays: -1 },
      /retentionDays: expected whole days from 0.*, got -1/,
    ],
  ])(
    '%s: the mount goes through, the API answers 503 and the log says why',
    async (_what, options, message) => {
      admin = await startAdmin({ options });
      for (const path of PATHS) {
        const answer = await admin.get(path);
        expect([answer.status, errorOf(answer).code]).toEqual([503, 'store_unavailable']);
        expect(errorOf(answer).message).toMatch(message);
        expect(answer.text).not.toContain('secret');
      }
      const post = await admin.post('/api/schedules', { jobKey: 'a' });
      expect([post.status, errorOf(post).code]).toEqual([503, 'store_unavailable']);
      expect(admin.logged[0]).toMatch(message);
      expect(admin.logged.join()).not.toContain('secret');
    },
  );

  it('do not hide that a path does not exist', async () => {
    admin = await startAdmin({ options: { database: 'oracle://x' } });
    expect((await admin.get('/api/nothing')).status).toBe(404);
    expect((await admin.delete('/api/info')).status).toBe(405);
  });
});

describe('a database that cannot be opened', () => {
  it('is said with 503, and found when it is there at last', async () => {
    const other = await startAdmin();
    const place = join(other.folder, 'blocked');
    await writeFile(place, 'a file where a folder is wanted');
    admin = await startAdmin({ options: { database: `file:${join(place, 'zenpulse.db')}` } });
    const before = await admin.get('/api/schedules');
    expect([before.status, errorOf(before).code]).toEqual([503, 'store_unavailable']);
    expect(admin.logged.length).toBeGreaterThan(0);
    await rm(place);
    await mkdir(place);
    const after = await admin.get('/api/schedules');
    expect([after.status, after.json()]).toEqual([200, { items: [], nextCursor: null, total: 0 }]);
    await other.close();
  });

  it('is said with 503 when the file is no database', async () => {
    const other = await startAdmin();
    const file = join(other.folder, 'notes.txt');
    await writeFile(file, 'these are my notes, not a database at all'.repeat(100));
    admin = await startAdmin({ options: { database: `file:${file}` } });
    const answer = await admin.get('/api/schedules');
    expect([answer.status, errorOf(answer).code]).toEqual([503, 'store_unavailable']);
    await other.close();
  });
});
