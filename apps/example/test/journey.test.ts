import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { ExecutionPage, SchedulePage } from '@zenpulse/contract';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemo, type Demo } from './demo.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('the journey in a browser (skipped where there is no Chromium)', () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    demo = await startDemo();
    browser = await launchBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(20_000);
    complaints = listenForComplaints(page);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const api = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${demo.url}api/${path}`)).json()) as T;
  const executionsOf = async (jobKey: string) =>
    (await api<ExecutionPage>(`executions?jobKey=${jobKey}`)).items;

  it('shows the schedules that the code declares', async () => {
    await page.goto(`${demo.url}schedules`);
    await page.getByTestId('schedule-row-check_memory').getByText('Every 30 seconds').waitFor();
    expect(await page.getByText('No active runner').count()).toBe(0);
  });

  it('changes a job from 30 s to 1 s and sees it run at the new pace, with no restart', async () => {
    await page.getByRole('link', { name: 'Edit check_memory' }).click();
    const every = page.getByLabel('Every', { exact: true });
    await every.fill('1');
    await page.getByRole('region', { name: 'Preview' }).getByText('Every second', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    const stored = async () => (await api<SchedulePage>('schedules?search=check_memory')).items[0];
    await expect.poll(async () => (await stored())?.version, { timeout: 20_000 }).toBe(2);
    await page.goto(`${demo.url}schedules`);
    await page.getByTestId('schedule-row-check_memory').getByText('Every second', { exact: true }).waitFor();
    await page
      .getByTestId('schedule-row-check_memory')
      .getByText(/success/i)
      .waitFor();

    const from = Date.parse((await stored())?.effectiveFrom ?? '');
    const dueSince = async () =>
      (await executionsOf('check_memory'))
        .map(({ scheduledAt }) => Date.parse(scheduledAt))
        .filter((at) => at > from)
        .toReversed();
    await expect.poll(async () => (await dueSince()).length, { timeout: 20_000 }).toBeGreaterThan(3);
    const due = await dueSince();
    const paces = due.slice(1).map((at, index) => at - (due[index] ?? 0));
    expect(new Set(paces)).toEqual(new Set([1_000]));
    expect(demo.output().match(/This runner fires/g)).toHaveLength(1);
  });

  it('keeps a note, shows it in the list and on the page, and moves no occurrence for it', async () => {
    const stored = async () => (await api<SchedulePage>('schedules?search=check_memory')).items[0];
    const before = await stored();
    await page.goto(`${demo.url}schedules`);
    await page.getByRole('link', { name: 'Edit check_memory' }).click();
    await page.getByRole('button', { name: /^More:/ }).click();
    await page.getByLabel('Note', { exact: true }).fill(' Ann asked for it\nand Bob pays ');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await stored())?.note).toBe('Ann asked for it\nand Bob pays');
    expect(await stored()).toMatchObject({
      anchorAt: before?.anchorAt,
      effectiveFrom: before?.effectiveFrom,
    });
    await page.goto(`${demo.url}schedules`);
    const row = page.getByTestId('schedule-row-check_memory');
    await row.getByTitle(/^Ann asked for it\s+and Bob pays$/).waitFor();
    await row.getByRole('link', { name: 'check_memory', exact: true }).click();
    await page
      .getByText(/^Ann asked for it\s+and Bob pays$/)
      .first()
      .waitFor();
  });

  it('shows each execution, and what the job said', async () => {
    await page.getByRole('link', { name: 'Executions' }).first().click();
    await page.getByRole('table', { name: 'Executions' }).waitFor();
    await page.goto(`${demo.url}executions?jobKey=check_memory`);
    await page.getByRole('table', { name: 'Executions' }).getByRole('link').first().click();
    await page.getByText(/% of the memory is in use/).waitFor();
  });

  it('begins a new schedule with what the code of its job says, and says so', async () => {
    await page.goto(`${demo.url}schedules/new`);
    const key = page.getByRole('combobox', { name: 'Job key' });
    const timeout = page.getByLabel('Timeout in seconds');
    await page.getByLabel('Retries after a failure').fill('2');
    await key.fill('import_prices');
    await page.getByText('Defaults from code: timeout in seconds: 30 · log all runs').waitFor();
    expect(await timeout.inputValue()).toBe('30');
    await key.fill('another');
    await expect.poll(() => timeout.inputValue()).toBe('');
    expect(await page.getByLabel('Retries after a failure').inputValue()).toBe('2');
  });

  it('keeps what was typed when the server refuses it, and says which field is wrong', async () => {
    await page.goto(`${demo.url}schedules/new?jobKey=import_prices`);
    await page.getByRole('radio', { name: 'On a schedule (cron)' }).check();
    await page.getByLabel('Minute', { exact: true }).fill('60');
    await page
      .getByText(/Use 0–59/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByLabel('Minute', { exact: true }).inputValue()).toBe('60');
    expect(page.url()).toContain('/schedules/new');

    await page.getByLabel('Minute', { exact: true }).fill('0');
    await page.getByLabel('Hour', { exact: true }).fill('4');
    await page.getByLabel('Day of month', { exact: true }).fill('31');
    await page.getByLabel('Month', { exact: true }).fill('2');
    await page
      .getByText(/no date has day "31", month "2"/)
      .first()
      .waitFor();
    await page.getByLabel('Month', { exact: true }).fill('*');
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByTestId('schedule-row-import_prices')
      .getByText(/on day 31 of the month/)
      .waitFor();
  });

  it('runs a job by hand and shows why it failed', async () => {
    await page.goto(`${demo.url}schedules`);
    await page.getByRole('button', { name: 'Run import_prices now' }).click();
    await expect
      .poll(async () => (await executionsOf('import_prices'))[0]?.status, { timeout: 20_000 })
      .toBe('fail');
    await page.goto(`${demo.url}executions?jobKey=import_prices`);
    await page.getByText('import_prices').first().waitFor();
    await page.getByRole('table', { name: 'Executions' }).getByRole('link').first().click();
    await page.getByText('params.url is missing').first().waitFor();
    await page
      .getByText(/jobs\.ts/)
      .first()
      .waitFor();
  });

  it('switches a schedule off and deletes it, asking by its name', async () => {
    await page.goto(`${demo.url}schedules`);
    await page.getByRole('switch', { name: 'Enabled: import_prices' }).click({ force: true });
    await expect
      .poll(async () => (await api<SchedulePage>('schedules?search=import_prices')).items[0]?.enabled, {
        timeout: 20_000,
      })
      .toBe(false);
    await page.getByRole('button', { name: 'More for import_prices' }).click();
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('import_prices').first().waitFor();
    await dialog.getByRole('button', { name: /^Delete/ }).click();
    await expect
      .poll(async () => (await api<SchedulePage>('schedules?search=import_prices')).total, {
        timeout: 20_000,
      })
      .toBe(0);
  });

  it('shows jobs and runners, also when a page is opened by its address', async () => {
    await page.goto(`${demo.url}jobs`);
    await page.getByRole('link', { name: 'Schedule import_prices' }).waitFor();
    await page.goto(`${demo.url}runners`);
    await page.getByText('Active').first().waitFor();
  });

  it('breaks no rule of the content security policy and writes no error to the console, on any page', async () => {
    for (const path of ['', 'schedules/new', 'executions', 'jobs', 'runners', 'nowhere']) {
      await page.goto(`${demo.url}${path}`, { waitUntil: 'networkidle' }).catch(() => undefined);
    }
    expect(complaints).toEqual([]);
  });
});
