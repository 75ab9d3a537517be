import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunAccepted, RunnerList, ScheduleDto } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeProblems } from './axe.ts';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';

const SOON = { timeout: 30_000 };
const chromium = findChromium();

/** A job that writes lines until the file `end` is there. */
const JOBS = `
  import { existsSync } from 'node:fs';
  const here = new URL('.', import.meta.url);
  zenpulseJob('talks', async ({ log, progress }) => {
    log.warn('<img src=x onerror="document.title = 1"> \\u001b[31mred\\u001b[0m password=hunter2');
    for (let n = 1; !existsSync(new URL('end', here)); n += 1) {
      log.info('line ' + n);
      progress(n, 1_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    log.error('the very last line');
  });
`;

describe.skipIf(chromium === null)('output of a running job (skipped where there is no Chromium)', () => {
  let demo: DemoOf;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    browser = await launchBrowser(chromium ?? '');
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    demo = await startDemoOf(JOBS);
    page = await browser.newPage();
    complaints = listenForComplaints(page);
  });
  afterEach(async () => {
    await page?.close();
    await demo?.stop();
  });

  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await (await fetch(`${demo.url}api/${path}`, { method, headers, ...sent })).json()) as T;
  };
  const every = (intervalUnit: string, logPolicy: string) =>
    ask<ScheduleDto>('POST', 'schedules', {
      jobKey: 'talks',
      triggerType: 'interval',
      intervalValue: 1,
      intervalUnit,
      logPolicy,
    });
  const runningNow = async (): Promise<string | undefined> =>
    (await ask<RunnerList>('GET', 'runners')).items
      .flatMap((runner) => runner.runningNow)
      .find(({ jobKey }) => jobKey === 'talks')?.runId;
  const reported = async (): Promise<string> => {
    await expect.poll(runningNow, SOON).toBeDefined();
    return (await runningNow()) ?? '';
  };
  const end = (): void => writeFileSync(join(demo.jobsFolder, 'end'), '');
  const lines = () => page.getByRole('list', { name: 'Output' });

  it('is shown as it comes, can be searched and scrolled, and becomes the record', async () => {
    const { id } = await every('weeks', 'failures');
    const { runId } = await ask<RunAccepted>('POST', `schedules/${id}/run`);
    await reported();
    await page.goto(`${demo.url}executions/${runId}`);
    await lines().getByText('line 5', { exact: true }).waitFor(SOON);
    await page.getByText(/^\d+ of 1,000 \(\d+%\), /).waitFor(SOON);
    expect(await page.getByRole('progressbar', { name: 'Progress' }).count()).toBe(1);
    const hostile = lines().getByText('<img src=x');
    expect(await hostile.textContent()).toBe(
      '<img src=x onerror="document.title = 1"> red password=[redacted]',
    );
    expect(await hostile.locator('xpath=..').locator('time').textContent()).toMatch(/^[\d:]{8}\.\d{3}$/);
    expect(await hostile.locator('xpath=..').getAttribute('data-level')).toBe('warn');

    // Long enough to scroll: the newest line stays in view until the reader scrolls up.
    await lines().getByText('line 60', { exact: true }).waitFor(SOON);
    const fromEnd = () =>
      lines().evaluate(
        ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight,
      );
    await expect.poll(fromEnd, SOON).toBeLessThan(24);
    await lines().evaluate((list) => list.scrollTo(0, 0));
    const jump = page.getByRole('button', { name: 'Jump to the newest line' });
    await jump.waitFor(SOON);
    expect(await axeProblems(page)).toEqual([]);
    await jump.click();
    await expect.poll(fromEnd, SOON).toBeLessThan(24);

    await page.getByRole('searchbox', { name: 'Search the output' }).fill('RED');
    await page.getByText(/^1 of \d+ lines/).waitFor(SOON);

    end();
    await page.getByText('Success', { exact: true }).first().waitFor(SOON);
    expect(await page.getByRole('region', { name: 'Output' }).textContent()).toContain('the very last line');
    expect(complaints).toEqual([]);
  });

  it('stays with its last line when the schedule records nothing, and progress is in the list', async () => {
    await every('seconds', 'none');
    const runId = await reported();
    await page.goto(`${demo.url}schedules`);
    await page
      .getByText(/, \d+ of 1,000/)
      .first()
      .waitFor(SOON);
    await page.goto(`${demo.url}executions/${runId}`);
    await lines().getByText('line 5', { exact: true }).waitFor(SOON);
    end();
    await lines().getByText('the very last line').waitFor(SOON);
    await page.getByText('Its schedule does not log such runs').waitFor(SOON);
    expect(await lines().getByText('the very last line').count()).toBe(1);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });
});
