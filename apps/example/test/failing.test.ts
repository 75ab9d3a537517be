import type { SchedulePage } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';

const SOON = { timeout: 30_000 };
const chromium = findChromium();

const JOBS = `
  const yearly = { triggerType: 'interval', intervalValue: 52, intervalUnit: 'weeks' };
  const refuse = () => { throw new Error('Card 4711 was declined'); };
  zenpulseJob('billing.charge', yearly, refuse);
  zenpulseJob('billing.silent', { ...yearly, logPolicy: 'none' }, refuse);
  zenpulseJob('mail.send', yearly, () => undefined);
  zenpulseJob('mail.later', yearly, () => undefined);
`;

describe.skipIf(chromium === null)('schedules that fail (skipped where there is no Chromium)', () => {
  let demo: DemoOf;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    demo = await startDemoOf(JOBS);
    browser = await launchBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(20_000);
    complaints = listenForComplaints(page);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const schedules = async (query = '') =>
    (await (await fetch(`${demo.url}api/schedules?${query}`)).json()) as SchedulePage;

  /** Runs it by hand, and resolves when the list shows the end. */
  async function run(jobKey: string): Promise<void> {
    const item = async () => (await schedules(`search=${jobKey}`)).items[0];
    await expect.poll(item, SOON).toBeDefined();
    await fetch(`${demo.url}api/schedules/${(await item())?.id}/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    await expect.poll(async () => (await item())?.lastRun, SOON).not.toBeNull();
  }

  it('are one click away from all of them, under every log policy, with how many there are', async () => {
    for (const jobKey of ['billing.charge', 'billing.silent', 'mail.send']) await run(jobKey);
    await page.goto(`${demo.url}schedules`);
    const tabs = page.getByRole('navigation', { name: 'Schedules by state' });
    await tabs.getByRole('link', { name: 'Failing 2' }).waitFor();
    expect(await tabs.getByRole('link').allInnerTexts()).toEqual([
      'All 4',
      'Failing 2',
      'Missed 0',
      'Running 0',
      'Not registered 0',
      'Damaged 0',
      'Never ran 1',
      'Paused 0',
      'Disabled 0',
    ]);
    await tabs.getByRole('link', { name: 'Failing 2' }).click();
    await page.getByTestId('schedule-row-mail.send').waitFor({ state: 'detached' });
    const row = page.getByTestId('schedule-row-billing.silent');
    await row.getByText('Failing', { exact: true }).waitFor();
    await row.getByText(/^since /).waitFor();
    expect(await page.getByTestId(/^schedule-row-/).count()).toBe(2);
    expect(page.url()).toContain('is=failing');
    expect(await tabs.getByRole('link', { name: 'Failing 2' }).getAttribute('aria-current')).toBe('page');
  });

  it('lead from the last result to its error with one more click, where there is a record', async () => {
    const silent = page.getByTestId('schedule-row-billing.silent');
    // Its policy records nothing, but its last run was one by hand, which is always recorded.
    expect(await silent.getByRole('link', { name: 'Failed' }).count()).toBe(1);
    await page.getByTestId('schedule-row-billing.charge').getByRole('link', { name: 'Failed' }).click();
    await page.getByText('Card 4711 was declined').first().waitFor();
  });

  it('run again from the execution that failed', async () => {
    const before = (await schedules('search=billing.charge')).items[0]?.lastRun?.runId;
    await page.getByRole('button', { name: 'Run again: billing.charge' }).click();
    await page.getByText('Requested a run of billing.charge').waitFor();
    await expect
      .poll(async () => (await schedules('search=billing.charge')).items[0]?.lastRun?.runId, SOON)
      .not.toBe(before);
    expect(complaints).toEqual([]);
  });
});
