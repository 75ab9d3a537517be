import { userInfo } from 'node:os';
import type { ChangeDto } from '@zenpulse/present';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { answerOf, zenpulse } from './zenpulse.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

const changes = (...flags: string[]) => answerOf<ChangeDto[]>(sandbox.folder, ['changes', ...flags]);
const schedules = (...flags: string[]) => zenpulse(sandbox.folder, ['schedules', ...flags]);

it('lists who changed what and why, and puts a change back', async () => {
  await schedules('add', 'mail', '--every', '1 hour', '--reason', 'new job');
  await schedules('set', 'mail', '--max-retries', '3', '--reason', 'it flaps');
  const actor = userInfo().username;
  const found = await changes('mail');
  expect(found).toMatchObject([
    {
      action: 'change',
      origin: 'cli',
      actor,
      reason: 'it flaps',
      before: { maxRetries: 0 },
      after: { maxRetries: 3 },
    },
    { action: 'create', origin: 'cli', actor, reason: 'new job', jobKey: 'mail' },
  ]);
  const { stdout } = await zenpulse(sandbox.folder, ['changes', 'mail']);
  expect(stdout).toContain('maxRetries: 0 → 3 · it flaps');

  const back = await zenpulse(sandbox.folder, [
    'changes',
    'revert',
    found[0]?.id ?? '',
    '--reason',
    'calm again',
  ]);
  expect([back.code, back.stdout]).toEqual([0, 'Put back 1 schedule.\n']);
  expect(await changes('--action', 'revert')).toMatchObject([
    { revertOf: found[0]?.id, reason: 'calm again', after: { maxRetries: 0 } },
  ]);
});

it('brings a deleted schedule back, and says why a change stays', async () => {
  await schedules('add', 'mail', '--every', '1 hour');
  await schedules('set', 'mail', '--max-retries', '3');
  await schedules('set', 'mail', '--max-retries', '5');
  const [, first] = await changes('mail');
  const refused = await zenpulse(sandbox.folder, ['changes', 'revert', first?.id ?? '']);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('maxRetries: this change left 3, now it is 5');
  await schedules('remove', 'mail', '--yes');
  const [gone] = await changes('--action', 'delete', '--actor', userInfo().username);
  await zenpulse(sandbox.folder, ['changes', 'revert', gone?.id ?? '']);
  expect((await schedules('list')).stdout).toContain('mail');
});

it('names what it did not understand', async () => {
  await schedules('add', 'mail', '--every', '1 hour');
  for (const flags of [['--action', 'explode'], ['--since', 'yesterday'], ['revert', 'nobody'], ['nobody']]) {
    expect((await zenpulse(sandbox.folder, ['changes', ...flags])).code).toBe(2);
  }
});
