import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { answerOf, refusalOf, zenpulse } from './zenpulse.ts';

interface Item {
  readonly nextRunAt: string;
  readonly [field: string]: unknown;
}

let sandbox: Sandbox;
let next = '';
beforeAll(async () => {
  sandbox = await createSandbox();
  next = (await schedules('add', 'report', '--every', '1 hour')).nextRunAt;
});
afterAll(() => sandbox.close());

const schedules = (...args: string[]) => answerOf<Item>(sandbox.folder, ['schedules', ...args]);
const refused = (...args: string[]) => refusalOf(sandbox.folder, args);
const later = (ms: number) => new Date(Date.parse(next) + ms).toISOString();

it('pauses for a length or until a time, and resumes', async () => {
  const paused = await schedules('pause', 'report', '--for', '90m', '--reason', 'a deploy');
  expect(paused).toMatchObject({ state: 'paused', pauseReason: 'a deploy', nextRunAt: later(3_600_000) });
  const said = await zenpulse(sandbox.folder, ['schedules', 'pause', 'report', '--until', '2100-01-01']);
  expect(said.stdout).toMatch(
    /^Paused report: .*; paused until \S+ 2100-01-01 00:00:00.*; next run \S+ 2100/,
  );
  expect(await schedules('resume', 'report')).toMatchObject({ pausedUntil: null, pauseReason: null });
  expect(await refused('schedules', 'pause', 'report')).toMatch(/expected --until .* or --for/);
  expect(await refused('schedules', 'pause', 'report', '--until', '2020-01-01')).toMatch(/in the future/);
});

it('skips the next occurrence, moves one, plans a run, and takes it back', async () => {
  expect(await schedules('skip', 'report', '--reason', 'a holiday')).toMatchObject({
    nextRunAt: later(3_600_000),
  });
  const [from, to] = [later(3_600_000), later(3_660_000)];
  expect(await schedules('move', 'report', '--to', to)).toMatchObject({ nextRunAt: to });
  const planned = await answerOf<Item>(sandbox.folder, ['run', 'report', '--at', later(60_000)]);
  expect(planned).toMatchObject({ nextRunAt: later(60_000) });
  expect(await schedules('skip', 'report', '--at', from, '--undo')).toMatchObject({
    nextRunAt: later(60_000),
  });
  const runs = await answerOf<string[]>(sandbox.folder, ['next', 'report', '--count', '2']);
  expect(runs).toEqual([later(60_000), from]);
  expect(await refused('schedules', 'skip', 'report', '--at', later(1_000))).toMatch(
    /^--at: expected an occurrence to come such as /,
  );
  expect(await refused('schedules', 'move', 'report')).toMatch(/expected --to/);
});
