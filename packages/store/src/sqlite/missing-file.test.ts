import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger, StoreError, type Backend } from '@zenpulse/core/ports';
import { BY_TEST, FakeClock, sampleFields, sampleSnapshot } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { connectSqlite } from './connect-sqlite.ts';

let folder: TemporaryFolder;
let file: string;
let clock: FakeClock;
let backends: Backend[];
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'data', 'zenpulse.db');
  clock = new FakeClock();
  backends = [];
});
afterEach(async () => {
  for (const backend of backends) await backend.close();
  folder.remove();
});

/** What each process does when it starts. */
const connect = async () => {
  const stateDir = join(folder.path, 'state');
  const backend = await connectSqlite({ file, stateDir, clock, logger: silentLogger });
  backends.push(backend);
  return backend;
};
const revision = async (backend: Backend) => (await backend.schedules.readRevision()).revision;
/** A runner that has the file open, and its report. */
const runner = async () => {
  const backend = await connect();
  const report = await backend.runners.open('runner-1');
  await report.write(sampleSnapshot({ runnerId: 'runner-1', state: 'active' }));
  return { backend, report };
};
const away = {
  code: 'store_unavailable',
  message: expect.stringMatching(/^the database does not answer: .*zenpulse\.db is missing/) as string,
};

it('the first process of all makes the file, with its folder', async () => {
  expect(await revision(await connect())).toBe(1);
  expect(existsSync(file)).toBe(true);
});

it('a process that comes while a runner lives makes no file: it was taken away, and is an outage until it is back', async () => {
  const { backend } = await runner();
  renameSync(file, `${file}.away`);
  const late = await connect();
  for (const { schedules } of [late, backend]) {
    await expect(schedules.readRevision()).rejects.toMatchObject(away);
    const creation = schedules.create(sampleFields(), BY_TEST);
    await expect(creation).rejects.toBeInstanceOf(StoreError);
    await expect(creation).rejects.toMatchObject(away);
  }
  expect(existsSync(file)).toBe(false);
  renameSync(`${file}.away`, file);
  expect([await revision(late), await revision(backend)]).toEqual([1, 1]);
});

it('nor does it make one later on, when the runner has died: that needs another start', async () => {
  await runner();
  rmSync(file);
  const late = await connect();
  await clock.advance(3_600_000);
  await expect(late.schedules.readRevision()).rejects.toMatchObject(away);
  expect(existsSync(file)).toBe(false);
  await connect();
  expect(existsSync(file)).toBe(true);
});

it('nor are tables made in an empty file that appears in its place', async () => {
  await runner();
  rmSync(file);
  const late = await connect();
  writeFileSync(file, '');
  await expect(late.schedules.readRevision()).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining('has no tables of ZenPulse any more') as string,
  });
});

it('a runner that stopped properly does not prevent it: the next start creates the file', async () => {
  const { backend, report } = await runner();
  await report.write(sampleSnapshot({ runnerId: 'runner-1', state: 'stopped' }));
  await backend.close();
  rmSync(file);
  await connect();
  expect(existsSync(file)).toBe(true);
});
