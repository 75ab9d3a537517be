// Makes pictures of every screen of the admin: light and dark, on a phone, a tablet and a desk, with the demo's jobs running
// after a day of history, and with no runner. `node scripts/build.mjs` comes first.
//   node scripts/pictures.mjs [FOLDER] [--minutes N]    FOLDER: default /tmp/zenpulse-pictures; N: how long the jobs run first
// ZENPULSE_TEST_CHROMIUM: the browser. ZENPULSE_DATABASE_URL: the address that the pictures show; its folder must exist.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { makePast } from '../apps/example/src/past.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const example = join(root, 'apps/example');
const minutes = process.argv.includes('--minutes')
  ? Number(process.argv[process.argv.indexOf('--minutes') + 1])
  : 1;
const [named = '--'] = process.argv.slice(2);
const folder = named.startsWith('--') ? '/tmp/zenpulse-pictures' : named;
const SIZES = [
  [1440, 900],
  [768, 1024],
  [390, 844],
];

mkdirSync(folder, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'zenpulse-pictures-'));
const port = await freePort();
const env = {
  ...process.env,
  NODE_ENV: 'development',
  PORT: String(port),
  ZENPULSE_DATABASE_URL: process.env.ZENPULSE_DATABASE_URL ?? `file:${home}/pictures.db`,
  ZENPULSE_STATE_DIR: join(home, 'state'),
};
const base = `http://localhost:${port}/zenpulse/`;
const bin = (name) => join(example, `node_modules/zenpulse/bin/${name}.mjs`);

execFileSync(process.execPath, [bin('zenpulse'), 'migrate'], { cwd: example, env, stdio: 'ignore' });
await makePast({ zenpulse: bin('zenpulse'), cwd: example, env });
const application = start(join(example, 'src/app.mjs'));
const runner = start(bin('zenpulse-runner'), '--lock');
const browser = await chromium.launch({
  executablePath: process.env.ZENPULSE_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  await pause(minutes * 60_000);
  await takeAll('running');
  await end(runner);
  await takeAll('no-runner');
} finally {
  await browser.close();
  await Promise.all([end(runner), end(application)]);
  rmSync(home, { recursive: true, force: true });
}

/** Every screen in both schemes and three sizes. */
async function takeAll(state) {
  const screens = await screenPaths();
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, height] of SIZES) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height },
        timezoneId: 'UTC',
      });
      const page = await context.newPage();
      for (const [name, path] of screens) {
        await page.goto(base + path);
        await page.locator('h1').first().waitFor();
        await page.waitForLoadState('load');
        await pause(700); // lists and pictures fade in
        await page.screenshot({ path: join(folder, `${state}-${name}-${colorScheme}-${width}.png`) });
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        if (wide > width) console.log(`${state} ${name}: ${wide} px wide at ${width}`);
      }
      await context.close();
    }
  }
}

async function screenPaths() {
  const read = async (path) => (await fetch(`${base}api/${path}`)).json();
  const { items: schedules } = await read('schedules?search=orders.sync_stock');
  const { items: failures } = await read('executions?status=fail&limit=1');
  return [
    ['overview', ''],
    ['schedules', 'schedules'],
    ['failing', 'schedules?is=failing'],
    ['history', `schedules/${schedules[0]?.id}`],
    ['settings', `schedules/${schedules[0]?.id}/settings`],
    ['new-schedule', 'schedules/new'],
    ['executions', 'executions'],
    ['errors', 'executions?group=error'],
    ...(failures[0] === undefined ? [] : [['execution', `executions/${failures[0].id}`]]),
    ['jobs', 'jobs'],
    ['runners', 'runners'],
  ];
}

function start(...command) {
  return spawn(process.execPath, command, { cwd: example, env, stdio: 'ignore' });
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
