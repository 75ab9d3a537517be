import { readFile } from 'node:fs/promises';
import type { RunAccepted, RunnerList, SchedulePage } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';

const SOON = { timeout: 30_000 };
const chromium = findChromium();
/** Longer than a line on a phone. */
const LONG = `billing.invoices_of_all_customers_in_every_country.${'reconciliation'.repeat(4)}`;

const JOBS = `
  const pause = (ms, signal) => new Promise((resolve, reject) => {
    setTimeout(resolve, ms);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  zenpulseJob('${LONG}', { every: '52 weeks' }, ({ signal }) => pause(300_000, signal));
  zenpulseJob('mail.send', { every: '2 seconds', logPolicy: 'all' }, () => undefined);
  zenpulseJob('report.night', { every: '52 weeks', maxRetries: 1 }, () => {
    throw new Error('=HYPERLINK("https://example.org")');
  });
`;

describe.skipIf(chromium === null)('the pages (skipped where there is no Chromium)', () => {
  let demo: DemoOf;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    demo = await startDemoOf(JOBS);
    browser = await launchBrowser(chromium ?? '');
    page = await browser.newPage({ acceptDownloads: true });
    page.setDefaultTimeout(20_000);
    complaints = listenForComplaints(page);
    await page.goto(`${demo.url}schedules`);
    await page.getByTestId('schedule-row-report.night').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });
  beforeEach(() => page.setViewportSize({ width: 1440, height: 900 }));

  const api = async <T>(path: string, method = 'GET'): Promise<T> => {
    const init =
      method === 'GET' ? {} : { method, headers: { 'content-type': 'application/json' }, body: '{}' };
    return (await (await fetch(`${demo.url}api/${path}`, init)).json()) as T;
  };
  const schedules = (search = '') => api<SchedulePage>(`schedules?search=${search}`);
  const idOf = async (jobKey: string) => (await schedules(jobKey)).items[0]?.id ?? '';
  const run = async (jobKey: string) => api<RunAccepted>(`schedules/${await idOf(jobKey)}/run`, 'POST');
  const width = () => page.evaluate<number>('document.documentElement.scrollWidth');

  it('fit a phone, with a running job whose key is longer than a line', async () => {
    await run(LONG);
    const running = async () =>
      (await api<RunnerList>('runners')).items
        .flatMap(({ runningNow }) => runningNow)
        .map((one) => one.jobKey);
    await expect.poll(running, SOON).toContain(LONG);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of [
      '',
      'runners',
      'schedules',
      'schedules/new',
      'executions',
      'jobs',
      'changes',
      `schedules/${await idOf(LONG)}`,
    ]) {
      await page.goto(`${demo.url}${path}`, { waitUntil: 'networkidle' });
      expect([path, await width()]).toEqual([path, 390]);
    }
  });

  it('show a table from 900 px on, without a scroll to the side, and no hidden button in cards', async () => {
    for (const wide of [900, 1_024, 1_200, 1_440]) {
      await page.setViewportSize({ width: wide, height: 900 });
      await page.goto(`${demo.url}schedules`);
      await page.getByRole('button', { name: 'Job' }).waitFor();
      expect([wide, await width()]).toEqual([wide, wide]);
      const frame = page.getByRole('table', { name: 'Schedules' }).locator('..');
      expect(await frame.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    }
    await page.setViewportSize({ width: 890, height: 900 });
    await page.getByRole('combobox', { name: 'Sort schedules' }).waitFor();
    expect(await page.locator('thead button').count()).toBe(0);
  });

  it('keep their columns where they are while the seconds count', async () => {
    await page.goto(`${demo.url}schedules`);
    const row = page.getByTestId('schedule-row-mail.send');
    await row.getByText('Success').waitFor();
    const places = () =>
      row.locator('td').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().x));
    const before = await places();
    const texts = new Set<string>();
    while (texts.size < 3) {
      texts.add(await row.innerText());
      expect(await places()).toEqual(before);
    }
  });

  it('have one ring around a field that has the focus, also around one with a picture in it', async () => {
    await page.goto(`${demo.url}executions`);
    const search = page.getByRole('searchbox', { name: 'Search by job or error' });
    await search.focus();
    const rings = await page.evaluate<number>(`
      [document.activeElement.closest('span')]
        .flatMap((around) => [around, ...around.querySelectorAll('*')])
        .filter((element) => getComputedStyle(element).outlineStyle === 'solid').length
    `);
    expect(rings).toBe(1);
  });

  it('filter executions by several outcomes, with the keyboard alone', async () => {
    await page.goto(`${demo.url}executions`);
    await page.getByRole('button', { name: 'Filter by outcome: Any outcome' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByRole('checkbox', { name: 'Failed' }).check();
    await expect.poll(() => new URL(page.url()).searchParams.getAll('status')).toEqual(['success', 'fail']);
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: 'Failed' }).waitFor({ state: 'detached' });
    const button = page.getByRole('button', { name: 'Filter by outcome: Success, Failed' });
    expect(await button.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  });

  it('answer with one click, without scrolling, why a schedule did not run', async () => {
    await run('report.night');
    const failed = async () => (await schedules('report.night')).items[0]?.lastRun?.status;
    await expect.poll(failed, SOON).toBe('fail');
    await page.goto(`${demo.url}schedules`);
    await page.getByTestId('schedule-row-report.night').getByText('Failing', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'report.night', exact: true }).click();
    const reason = page.getByText(/^Next run .* The last one failed .* ago.*: =HYPERLINK/);
    await reason.waitFor();
    const history = page.getByRole('region', { name: 'Run history' });
    for (const seen of [reason, history.getByRole('heading')]) {
      const box = await seen.boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(900);
    }
  });

  it('give history and settings their own addresses, and the tab another title than an execution', async () => {
    await page.goto(`${demo.url}schedules/${await idOf('mail.send')}`);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Job and timing' }).waitFor();
    expect(page.url()).toMatch(/\/settings$/);
    await expect.poll(() => page.title()).toBe('(1) mail.send: schedule · ZenPulse');
    await page.goBack();
    await page.getByRole('region', { name: 'Run history' }).waitFor();
    await page.getByRole('list').getByRole('link').filter({ hasText: 'UTC' }).first().click();
    await expect.poll(() => page.title()).toBe('(1) mail.send: Success · ZenPulse');
  });

  it('let new executions wait, and say how many', async () => {
    await page.goto(`${demo.url}executions?jobKey=mail.send`);
    const first = page.getByRole('table', { name: 'Executions' }).getByRole('link').first();
    const shown = await first.getAttribute('href');
    const waiting = page.getByRole('button', { name: /^\d+ new$/ });
    await waiting.waitFor();
    expect(await first.getAttribute('href')).toBe(shown);
    await waiting.click();
    await expect.poll(() => first.getAttribute('href')).not.toBe(shown);
    await waiting.waitFor({ state: 'detached' });
  });

  it('lead from an execution to the one before it and back', async () => {
    await page.goto(`${demo.url}executions?jobKey=mail.send`);
    await page.getByRole('table', { name: 'Executions' }).getByRole('link').nth(3).click();
    await page.getByRole('link', { name: 'Previous execution' }).waitFor();
    const here = page.url();
    await page.getByRole('link', { name: 'Previous execution' }).click();
    await expect.poll(() => page.url()).not.toBe(here);
    await page.getByRole('link', { name: 'Next execution' }).click();
    await expect.poll(() => page.url()).toBe(here);
  });

  it('save what is filtered as a file that no spreadsheet takes for a formula', async () => {
    await page.goto(`${demo.url}executions?jobKey=report.night`);
    await page.getByRole('table', { name: 'Executions' }).waitFor();
    const saved = async (name: string) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      return readFile(await (await download).path(), 'utf8');
    };
    const csv = await saved('Export as CSV');
    expect(csv.split('\r\n')[1]).toContain(`"'=HYPERLINK(""https://example.org"")"`);
    const json = JSON.parse(await saved('Export as JSON')) as { jobKey: string }[];
    expect(json.map(({ jobKey }) => jobKey)).toEqual(
      Array(csv.trim().split('\r\n').length - 1).fill('report.night'),
    );
  });

  it('show all times in the zone that the reader chooses', async () => {
    await page.goto(`${demo.url}schedules/${await idOf('mail.send')}`);
    await page.getByRole('combobox', { name: 'Time zone of the times shown' }).selectOption('utc');
    await page.getByText('Times in UTC').waitFor();
    await page.getByRole('combobox', { name: 'Time zone of the times shown' }).selectOption('schedule');
  });

  it('are reached by keys', async () => {
    await page.goto(`${demo.url}schedules`);
    await page.getByTestId('schedule-row-mail.send').waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await page.keyboard.press('Escape');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Job and timing' }).waitFor();
    expect(page.url()).toContain(await idOf('mail.send'));
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Executions' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Go to a page or a schedule').fill('night');
    await page.getByRole('dialog').getByText('report.night').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Run history' }).waitFor();
  });

  it('write nothing to the console', () => {
    expect(complaints).toEqual([]);
  });
});
