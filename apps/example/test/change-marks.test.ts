import { join } from 'node:path';
import type { SchedulePage, Stats } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeProblems } from './axe.ts';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';

const chromium = findChromium();
const PICTURES = process.env['ZENPULSE_TEST_PICTURES'] ?? '';

const JOBS = `
  zenpulseJob('mail.send', { every: '1 second' }, () => undefined);
`;

describe.skipIf(chromium === null)('changes on a chart (skipped where there is no Chromium)', () => {
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

  const api = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    return (await (await fetch(`${demo.url}api/${path}`, { headers, ...init })).json()) as T;
  };

  it('of durations are marked, and said when, by whom and what', async () => {
    const item = async () => (await api<SchedulePage>('schedules?search=mail.send')).items[0];
    await expect.poll(item, { timeout: 30_000 }).toBeDefined();
    const { id = '', version = 0 } = (await item()) ?? {};
    await api(`schedules/${id}`, { method: 'PATCH', body: JSON.stringify({ version, maxRetries: 2 }) });
    const measured = async () =>
      (await api<Stats>(`stats?step=hour&scheduleId=${id}`)).buckets.some(({ p50 }) => p50 !== null);
    await expect.poll(measured, { timeout: 100_000 }).toBe(true);
    await page.goto(`${demo.url}schedules/${id}`);
    const chart = page.getByRole('region', { name: 'Durations' });
    await chart.getByText('changed', { exact: true }).waitFor();
    const slider = chart.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('End');
    await expect
      .poll(() => slider.getAttribute('aria-valuetext'))
      .toMatch(/half within .*\n.*\d\d:\d\d:\d\d \S+, local: Retries after a failure 0 → 2/);
    await page.getByRole('tooltip').getByText('Retries after a failure 0 → 2').waitFor();
    expect(await axeProblems(page)).toEqual([]);
    if (PICTURES !== '') await page.screenshot({ path: join(PICTURES, 'marks.png') });
    expect(complaints).toEqual([]);
  });
});
