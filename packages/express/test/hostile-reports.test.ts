import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createdSchedule, intervalBody, runnerSnapshot } from './samples.ts';
import { startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin.close());

it('wrong types, pipes and links among the reports of runners are no failure of any answer', async () => {
  const { id } = await createdSchedule(admin, intervalBody('a'));
  await (await admin.backend.runners.open('sound')).write(runnerSnapshot({ runnerId: 'sound' }));
  const folderOf = (name: string) => {
    const folder = join(admin.stateDir, 'runners', name);
    mkdirSync(folder, { recursive: true });
    return join(folder, 'snapshot.json');
  };
  const wrong = {
    format: 2,
    ...runnerSnapshot({ runnerId: 'wrong' }),
    runningNow: 5,
    freshLastRuns: 'x',
    startedAt: 'y',
  };
  writeFileSync(folderOf('wrong'), JSON.stringify(wrong));
  writeFileSync(folderOf('far'), JSON.stringify({ format: 2, ...runnerSnapshot(), stateSince: 1e300 }));
  if (process.platform !== 'win32') {
    for (let n = 0; n < 8; n += 1) execFileSync('mkfifo', [folderOf(`pipe-${n}`)]);
  }
  for (const path of [
    'runners',
    'jobs',
    'schedules',
    `schedules/${id}`,
    `schedules/${id}/receipt`,
    `schedules/${id}/occurrences`,
    'info',
  ]) {
    expect([path, (await admin.get(`/api/${path}`)).status]).toEqual([path, 200]);
  }
  const { items } = (await admin.get('/api/runners')).json() as {
    items: { runnerId: string; isAlive: boolean; problems: string[] }[];
  };
  expect(items.map(({ runnerId }) => runnerId).sort()).toEqual(['far', 'sound', 'wrong']);
  for (const { runnerId, isAlive, problems } of items.filter((item) => item.runnerId !== 'sound')) {
    expect([runnerId, isAlive]).toEqual([runnerId, false]);
    expect(problems[0]).toMatch(/The report of this runner cannot be read/);
  }
  expect(admin.logged).toEqual([]);
});
