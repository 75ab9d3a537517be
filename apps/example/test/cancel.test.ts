import type { ExecutionItem, ExecutionPage, RunAccepted, RunnerList, SchedulePage } from '@zenpulse/contract';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';

const SOON = { timeout: 30_000 };
const chromium = findChromium();

/** A job of ten minutes, unless its signal is aborted. */
const JOBS = `
  zenpulseJob('long', ({ signal }) => new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 600_000);
    signal.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason); });
  }));
`;

let demo: DemoOf;

async function start(database?: string): Promise<void> {
  demo = await startDemoOf(JOBS, database);
}

async function stop(): Promise<void> {
  await demo?.stop();
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The API's answer; the caller casts it. */
async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  return (await send(method, path, body)).body as T;
}

async function send(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${demo.url}api/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** Starts a run by hand, and resolves when a runner reports it. */
async function runningRun(): Promise<string> {
  const fields = { jobKey: 'long', triggerType: 'interval', intervalValue: 52, intervalUnit: 'weeks' };
  await send('POST', 'schedules', fields);
  const { items } = await ask<SchedulePage>('GET', 'schedules?search=long');
  const { runId } = await ask<RunAccepted>('POST', `schedules/${items[0]?.id}/run`);
  const reported = async () =>
    (await ask<RunnerList>('GET', 'runners')).items
      .flatMap(({ runningNow }) => runningNow)
      .some((run) => run.runId === runId);
  await expect.poll(reported, SOON).toBe(true);
  return runId;
}

async function outcome(runId: string): Promise<ExecutionItem | undefined> {
  const { items } = await ask<ExecutionPage>('GET', 'executions?jobKey=long');
  return items.find(({ id }) => id === runId);
}

async function isCancelledThroughTheApi(): Promise<void> {
  const runId = await runningRun();
  expect(await send('POST', `runs/${runId}/cancel`)).toEqual({ status: 202, body: { runId } });
  await expect
    .poll(() => outcome(runId), SOON)
    .toMatchObject({ status: 'interrupted', reason: 'cancelled', origin: 'manual' });
  const again = await send('POST', `runs/${runId}/cancel`);
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'run_ended' } } });
}

describe('a long run on SQLite', () => {
  beforeAll(() => start());
  afterAll(stop);

  it('is cancelled through the API, and its row says so', isCancelledThroughTheApi);

  describe.skipIf(chromium === null)('in a browser (skipped where there is no Chromium)', () => {
    let browser: Browser;
    let page: Page;
    let complaints: string[];
    beforeAll(async () => {
      browser = await launchBrowser(chromium ?? '');
      page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      page.setDefaultTimeout(20_000);
      complaints = listenForComplaints(page);
    });
    afterAll(() => browser?.close());

    it('is shown with its time, and cancelled when the question is answered', async () => {
      const runId = await runningRun();
      await page.goto(`${demo.url}runners`);
      await page
        .getByRole('region', { name: 'Active runner' })
        .getByText(/ is active$/)
        .waitFor();
      await page
        .getByRole('list', { name: 'Running now' })
        .getByText(/^for \d+ s$/)
        .waitFor();
      const button = page.getByRole('button', { name: 'Cancel the run of long' });
      await button.click();
      await page.getByRole('button', { name: 'Keep running' }).click();
      expect(await outcome(runId)).toBeUndefined();
      await button.click();
      await page.getByRole('button', { name: 'Cancel the run', exact: true }).click();
      await expect.poll(async () => (await outcome(runId))?.reason, SOON).toBe('cancelled');
      await page.getByText('Running now: 0 of 20 at most').waitFor();
    });

    it('has a page of its own while it runs, which becomes its execution', async () => {
      const runId = await runningRun();
      await page.goto(`${demo.url}executions/${runId}`);
      await page.getByText(`Run ${runId}`).waitFor();
      await page.getByRole('button', { name: 'Cancel the run of long' }).click();
      await page.getByRole('button', { name: 'Cancel the run', exact: true }).click();
      await page.getByText(/^Cancelled manually\. It was asked to stop/).waitFor();
      // A record is stored a moment after the run's end, and the browser logs each earlier request's 404.
      const found = complaints.filter((text) => !(text.includes(runId) && text.includes('404')));
      expect(found).toEqual([]);
    });
  });
});

describeOnServers('a long run', (database) => {
  beforeAll(() => start(database.place('cancel_demo').url));
  afterAll(stop);

  it('is cancelled through the API, and its row says so', isCancelledThroughTheApi);
});
