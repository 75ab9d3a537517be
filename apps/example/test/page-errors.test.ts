import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ScheduleDto, ScheduleItem } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser } from './browser.ts';
import { startHost, type Host } from './host.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)(
  'each page when something fails (skipped where there is no Chromium)',
  () => {
    let host: Host;
    let browser: Browser;
    let page: Page;
    let schedule: ScheduleDto;

    const send = async <T>(method: string, path: string, body?: object): Promise<T> => {
      const headers = { 'content-type': 'application/json' };
      const json = body === undefined ? {} : { body: JSON.stringify(body) };
      return (await (await fetch(`${host.url}api/${path}`, { method, headers, ...json })).json()) as T;
    };

    beforeAll(async () => {
      host = await startHost();
      browser = await launchBrowser(chromium ?? '');
      schedule = await send('POST', 'schedules', {
        jobKey: 'report.night',
        triggerType: 'cron',
        cronMinute: '0',
        cronHour: '4',
      });
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });
    beforeEach(async () => {
      await page?.close();
      page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      page.setDefaultTimeout(30_000);
    });

    const PATHS = [
      '',
      'schedules',
      'schedules/$id',
      'schedules/$id/settings',
      'executions',
      'executions?group=error',
      'jobs',
      'runners',
    ];
    const addressOf = (path: string) => `${host.url}${path.replace('$id', schedule.id)}`;
    const lost = () => page.getByText(/^The application cannot be reached; trying again/);

    it('says that the server is away, keeps what it showed, and goes on by itself', async () => {
      const pages: Page[] = [];
      for (const path of PATHS) {
        const one = await (await browser.newContext()).newPage();
        await one.goto(addressOf(path), { waitUntil: 'networkidle' });
        pages.push(one);
      }
      const titles = await Promise.all(pages.map((one) => one.locator('h1').innerText()));
      await host.kill();
      const banner = (one: Page) => one.getByText(/^The application cannot be reached; trying again/);
      await Promise.all(pages.map((one) => banner(one).waitFor({ timeout: 60_000 })));
      expect(await Promise.all(pages.map((one) => one.locator('h1').innerText()))).toEqual(titles);
      await host.start();
      await Promise.all(pages.map((one) => banner(one).waitFor({ state: 'detached', timeout: 60_000 })));
      await Promise.all(pages.map((one) => one.context().close()));
    }, 300_000);

    it('says that its code did not arrive, and comes by itself when the server is back', async () => {
      await page.goto(addressOf('schedules'), { waitUntil: 'networkidle' });
      await host.kill();
      await page.getByRole('link', { name: 'Runners' }).click();
      await page.getByRole('heading', { name: 'Couldn’t load this page' }).waitFor();
      await lost().waitFor();
      await host.start();
      await page.getByRole('heading', { name: 'Runners', level: 1 }).waitFor({ timeout: 60_000 });
      expect(page.url()).toMatch(/\/runners$/);
    });

    it('says what a server that limits requests does, on a page that was never loaded', async () => {
      await host.setGate('limited');
      await page.goto(addressOf('executions'));
      await page.getByText(/^The server limits requests \(429\); trying again in \d+ s$/).waitFor();
      await host.setGate('open');
    });

    it('says while another process holds the database that nothing was saved, and saves afterwards', async () => {
      await page.goto(addressOf('schedules/$id/settings'));
      await page.getByLabel('Hour', { exact: true }).fill('5');
      const release = await holdDatabase(host.database);
      await page.getByRole('button', { name: 'Save' }).click();
      await page
        .getByRole('alert')
        .filter({ hasText: /Not saved/ })
        .waitFor();
      expect(await page.getByLabel('Hour', { exact: true }).inputValue()).toBe('5');
      await release();
      await page.getByRole('button', { name: 'Save' }).click();
      const hour = async () => (await send<ScheduleItem>('GET', `schedules/${schedule.id}`)).cronHour;
      await expect.poll(hour, { timeout: 20_000 }).toBe('5');
    });

    it('leaves a list as it is when another process holds the database', async () => {
      await page.goto(addressOf('schedules'));
      const row = page.getByTestId('schedule-row-report.night');
      await row.waitFor();
      const release = await holdDatabase(host.database);
      await row.getByRole('switch').click();
      await page.getByText('Couldn’t disable report.night').waitFor();
      await expect.poll(() => row.getByRole('switch').isChecked()).toBe(true);
      await release();
      await row.getByRole('switch').click();
      await page.getByText('report.night is disabled').waitFor();
    });
  },
);

/** Locks the file as `BEGIN EXCLUSIVE` of another process does. Returns what releases it. */
async function holdDatabase(file: string): Promise<() => Promise<void>> {
  const source = `
    import { createRequire } from 'node:module';
    const Database = createRequire(${JSON.stringify(import.meta.resolve('../../../packages/store/package.json'))})('libsql');
    new Database(${JSON.stringify(file)}).exec('BEGIN EXCLUSIVE');
    console.log('held');
    setInterval(() => undefined, 1_000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
}
