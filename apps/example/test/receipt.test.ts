import type { RunnerList, SchedulePage } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser } from './browser.ts';
import { startDemo, type Demo } from './demo.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('the receipt of a save (skipped where there is no Chromium)', () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  let runnerPid: number;

  beforeAll(async () => {
    demo = await startDemo();
    browser = await launchBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Dhaka' });
    page.setDefaultTimeout(30_000);
    const runners = await api<RunnerList>('runners');
    runnerPid = runners.items[0]?.pid ?? 0;
  });
  afterAll(async () => {
    if (runnerPid > 0) process.kill(runnerPid, 'SIGCONT');
    await browser?.close();
    await demo?.stop();
  });

  const api = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${demo.url}api/${path}`)).json()) as T;
  const receipt = () => page.getByRole('status', { name: 'Receipt' });
  const save = async (every: string) => {
    await page.getByLabel('Every', { exact: true }).fill(every);
    await page.getByRole('button', { name: 'Save' }).click();
  };
  const edit = async (jobKey: string) => {
    const { items } = await api<SchedulePage>(`schedules?search=${jobKey}`);
    await page.goto(`${demo.url}schedules/${items[0]?.id}/settings`);
  };

  it('says after how long the runner applied it, and when the next run is', async () => {
    await edit('check_disk');
    await save('45');
    await receipt()
      .getByText(
        // Shortly before midnight the next run is on another day.
        /^The runner on \S+ applied this (after [\d.]+ m?s|at once)\. Next run (\d+ \w+, )?\d\d:\d\d(:\d\d)? \(UTC\)\.$/,
      )
      .waitFor();
    await page.getByLabel('Every', { exact: true }).fill('50');
    await receipt().waitFor({ state: 'detached' });
  });

  it('says the same of a switch, and that it will not run while disabled', async () => {
    await page.goto(`${demo.url}schedules`);
    await page.getByRole('switch', { name: 'Enabled: check_disk' }).click({ force: true });
    const toast = page.getByRole('alert').filter({ hasText: 'check_disk is disabled' });
    await toast
      .getByText(/applied this (after [\d.]+ m?s|at once)\. It will not run while disabled\./)
      .waitFor();
  });

  it('says since when no runner has answered, and that one applied it when it is back', async () => {
    await edit('check_memory');
    process.kill(runnerPid, 'SIGSTOP');
    await save('40');
    await receipt()
      .getByText(/^Not applied yet: no runner has answered since (\d+ \w+, )?\d\d:\d\d(:\d\d)? \(UTC\)\.$/)
      .waitFor();
    process.kill(runnerPid, 'SIGCONT');
    await receipt()
      .getByText(/^The runner on \S+ applied this (after|within) /)
      .waitFor();
    const { items } = await api<RunnerList>('runners');
    expect(items[0]?.isAlive).toBe(true);
  });
});
