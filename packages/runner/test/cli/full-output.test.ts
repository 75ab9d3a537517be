import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const bin = (name: string) => fileURLToPath(new URL(`../../../zenpulse/bin/${name}.mjs`, import.meta.url));
/** Every write to it fails as on a full disk. */
const isThere = existsSync('/dev/full');

it.skipIf(!isThere).each([
  ['zenpulse', 'next --cron "* * * * *" --json'],
  ['zenpulse', '--help'],
  ['zenpulse-runner', '--help'],
])(
  '%s %s that cannot be written is an error in one line (skipped where there is no /dev/full)',
  (name, args) => {
    const line = `"${process.execPath}" "${bin(name)}" ${args} > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: tmpdir(), encoding: 'utf8' });
    expect(stderr).toMatch(/^error: stdout cannot be written: ENOSPC.*\n$/);
    expect(status).toBe(1);
  },
);

it('zenpulse in a pipe whose reader has gone is no error', () => {
  const command = `"${process.execPath}" "${bin('zenpulse')}" next --cron "* * * * *" --count 1000`;
  const { stdout, stderr } = spawnSync('bash', ['-c', `${command} | head -1; echo "\${PIPESTATUS[0]}"`], {
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  expect([stdout.trim().split('\n').at(-1), stderr]).toEqual(['0', '']);
});
