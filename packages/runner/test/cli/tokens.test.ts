import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { answerOf, refusalOf, zenpulse } from './zenpulse.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

interface Shown {
  readonly name: string;
  readonly state: string;
  readonly expiresAt: string | null;
  readonly secret?: string;
}

it('zenpulse tokens makes, lists and revokes them, and prints a secret once', async () => {
  const { folder } = sandbox;
  const made = await zenpulse(folder, ['tokens', 'create', 'deploy', '--role', 'operator']);
  expect(made).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^zp_[\w-]{43}\n$/) as string,
    stderr: 'note: this is shown once; keep it where secrets belong\n',
  });
  const second = await answerOf<Shown>(folder, [
    'tokens',
    'create',
    'dashboards',
    '--role',
    'viewer',
    '--expires-in',
    '90 days',
  ]);
  expect(second).toMatchObject({
    name: 'dashboards',
    state: 'valid',
    secret: expect.stringMatching(/^zp_/) as string,
  });
  expect(Date.parse(second.expiresAt ?? '') - Date.now()).toBeGreaterThan(89 * 86_400_000);

  const list = await zenpulse(folder, ['tokens']);
  expect(list.stdout).toMatch(
    /^NAME +ROLE +STATE +EXPIRES +LAST USED +MADE BY\ndashboards +viewer +valid .*\ndeploy +operator +valid +never +never/,
  );
  expect(list.stdout).not.toContain('zp_');

  const again = await zenpulse(folder, ['tokens', 'create', 'deploy', '--role', 'admin']);
  expect([again.code, again.stderr]).toEqual([1, 'error: there is a token with the name deploy\n']);

  const revoked = await zenpulse(folder, ['tokens', 'revoke', 'deploy']);
  expect(revoked.stdout).toBe('Revoked deploy. Within 5 seconds it opens nothing.\n');
  const states = (await answerOf<Shown[]>(folder, ['tokens', 'list'])).map(({ name, state }) => [
    name,
    state,
  ]);
  expect(states).toEqual([
    ['dashboards', 'valid'],
    ['deploy', 'revoked'],
  ]);
  expect((await zenpulse(folder, ['tokens', 'revoke', 'nobody'])).code).toBe(1);
});

it('zenpulse tokens create says what is wrong', async () => {
  const refusal = (...args: string[]) => refusalOf(sandbox.folder, ['tokens', 'create', ...args]);
  expect(await refusal('deploy', '--role', 'root')).toBe(
    '--role: expected "viewer", "operator" or "admin", got "root"',
  );
  expect(await refusal(' deploy', '--role', 'admin')).toMatch(/^name: expected 1 to 64 printable characters/);
  expect(await refusal('deploy', '--role', 'admin', '--expires-in', 'soon')).toMatch(/^--expires-in: /);
  expect(await refusal('deploy', '--role', 'admin', '--expires-in', '3651 days')).toBe(
    '--expires-in: expected at most 3650 days, got "3651 days"',
  );
});
