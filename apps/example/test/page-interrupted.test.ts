import type { ScheduleDto, ScheduleItem } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser } from './browser.ts';
import { startHost, type Host } from './host.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('a page without a runner (skipped where there is no Chromium)', () => {
  let host: Host;
  let browser: Browser;
  let page: Page;
  let count = 0;

  beforeAll(async () => {
    host = await startHost();
    browser = await launchBrowser(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Dhaka' });
    page.setDefaultTimeout(30_000);
  });

  const send = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await (await fetch(`${host.url}api/${path}`, { method, headers, ...json })).json()) as T;
  };
  const cron = { triggerType: 'cron', cronMinute: '0', cronHour: '4', timezone: 'Europe/Berlin' } as const;
  const created = (): Promise<ScheduleDto> =>
    send('POST', 'schedules', { jobKey: `job.${(count += 1)}`, ...cron });
  const opened = async (): Promise<ScheduleDto> => {
    const schedule = await created();
    await page.goto(`${host.url}schedules/${schedule.id}/settings`);
    await page.getByLabel('Hour', { exact: true }).waitFor();
    return schedule;
  };
  const save = () => page.getByRole('button', { name: 'Save' }).click();
  const alert = (text: RegExp) => page.getByRole('alert').filter({ hasText: text });

  it('counts down to nothing, names the command, and says what becomes of a run by hand', async () => {
    const { jobKey } = await created();
    await page.goto(`${host.url}schedules`);
    await page.getByText('npx zenpulse-runner --lock').waitFor();
    const row = page.getByTestId(`schedule-row-${jobKey}`);
    await row.getByText(/^due .*04:00 GMT/).waitFor();
    await row.getByText('waits for a runner').waitFor();
    expect(await row.getByText(/^in \d/).count()).toBe(0);
    await row.getByRole('button', { name: `Run ${jobKey} now` }).click();
    await page.getByText(/^No runner is active\. It runs if one becomes active within a minute/).waitFor();
  });

  it('fills the five fields from a pasted crontab line, and an interval from its words', async () => {
    await opened();
    await page.getByLabel('Minute', { exact: true }).fill('*/5 8-18 * * 1-5');
    const values = ['Minute', 'Hour', 'Day of month', 'Month', 'Day of week'].map((name) =>
      page.getByLabel(name, { exact: true }).inputValue(),
    );
    expect(await Promise.all(values)).toEqual(['*/5', '8-18', '*', '*', '1-5']);
    await page.getByLabel('Crontab line or interval').fill('every 10 minutes');
    expect(await page.getByLabel('Every', { exact: true }).inputValue()).toBe('10');
  });

  it('lets a trigger that both have changed be chosen as a whole', async () => {
    const { id, version } = await opened();
    await page.getByLabel('Minute', { exact: true }).fill('10');
    await send('PATCH', `schedules/${id}`, { version, cronHour: '*/4', maxRetries: 3 });
    await save();
    const conflict = alert(/changed elsewhere while you were editing/);
    await conflict.getByText('Retries after a failure is now').waitFor();
    const load = conflict.getByRole('button', { name: 'Load the new values' });
    expect(await load.isDisabled()).toBe(true);
    await conflict.getByRole('radio', { name: /^Yours: .*04:10/ }).check();
    await load.click();
    await save();
    const stored = () => send<ScheduleItem>('GET', `schedules/${id}`);
    await expect.poll(async () => (await stored()).version, { timeout: 20_000 }).toBe(version + 2);
    expect(await stored()).toMatchObject({ cronMinute: '10', cronHour: '4', maxRetries: 3 });
  });

  it('says within seconds that a save did not reach the server, keeps what was typed, and saves when it is back', async () => {
    const { id } = await opened();
    await page.getByLabel('Hour', { exact: true }).fill('5');
    await host.kill();
    await save();
    await alert(/Not saved.*does not answer.*What you typed is kept/).waitFor({ timeout: 10_000 });
    await page.getByText(/^The application cannot be reached; trying again/).waitFor();
    await page.getByText(/The data below is from \d\d:\d\d/).waitFor();
    expect(await page.getByLabel('Hour', { exact: true }).inputValue()).toBe('5');
    await host.start();
    await alert(/The application answers again/).waitFor();
    await save();
    await expect
      .poll(async () => (await send<ScheduleItem>('GET', `schedules/${id}`)).cronHour, { timeout: 20_000 })
      .toBe('5');
    await page
      .getByRole('status', { name: 'Receipt' })
      .getByText(/^Not applied yet: no runner/)
      .waitFor();
  });

  it('says that a limiter refuses and until when, and asks for nothing meanwhile', async () => {
    await created();
    await page.goto(`${host.url}schedules`);
    await page.getByRole('table', { name: 'Schedules' }).waitFor();
    await host.setGate('limited');
    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.getByText(/^The server limits requests \(429\); trying again in 3\d s$/).waitFor();
    await page.getByText(/The data below is from \d\d:\d\d/).waitFor();
    await host.setGate('open');
  });

  it.each([
    ['csrf', /Not saved.*Status 403, answered by the application or a proxy.*CSRF/],
    [
      'login',
      /Not saved.*Status 404 after a redirect to .*\/login, answered by the application.*sign in again/,
    ],
  ] as const)(
    'says of an answer that is not the admin’s who gave it and what to check: %s',
    async (gate, text) => {
      await opened();
      await page.getByLabel('Hour', { exact: true }).fill('6');
      await host.setGate(gate);
      await save();
      await alert(text).waitFor();
      await host.setGate('open');
    },
  );
});
