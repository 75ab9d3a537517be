import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installCommand } from './package-manager.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'zenpulse-manager-'));
  folder = join(root, 'apps/shop');
  mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const PNPM_AGENT = 'pnpm/10.34.8 npm/? node/v20.20.2 linux x64';

it.each([
  ['package-lock.json', 'npm install pg'],
  ['npm-shrinkwrap.json', 'npm install pg'],
  ['pnpm-lock.yaml', 'pnpm add pg'],
  ['yarn.lock', 'yarn add pg'],
  ['bun.lock', 'bun add pg'],
  ['bun.lockb', 'bun add pg'],
])('knows the package manager by %s, in the application or above it', (lockfile, command) => {
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(root, lockfile), '');
  expect(installCommand('pg', { folder, userAgent: 'npm/10.8.2 node/v20.20.2' })).toBe(command);
});

it('takes the nearest lock file, and packageManager where there is none', () => {
  writeFileSync(join(root, 'package-lock.json'), '');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ packageManager: 'yarn@4.18.1' }));
  expect(installCommand('pg', { folder, userAgent: PNPM_AGENT })).toBe('yarn add pg');
  writeFileSync(join(folder, 'bun.lock'), '');
  expect(installCommand('pg', { folder, userAgent: PNPM_AGENT })).toBe('bun add pg');
});

it.each([
  [PNPM_AGENT, 'pnpm add mariadb'],
  ['bun/1.2.0 npm/? node/v22.6.0 linux x64', 'bun add mariadb'],
  ['other/1.0', 'npm install mariadb'],
  [undefined, 'npm install mariadb'],
])('goes by the user agent %s where no file says it', (userAgent, command) => {
  writeFileSync(join(folder, 'package.json'), 'not JSON');
  expect(installCommand('mariadb', { folder, userAgent })).toBe(command);
});
