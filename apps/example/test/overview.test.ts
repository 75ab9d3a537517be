import type { Overview, RunAccepted, SchedulePage } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';

const SOON = { timeout: 30_000 };
const chromium = findChromium();

const JOBS = `
  const yearly = { every: '52 weeks' };
  const refuse = () => { throw new Error('Card 4711 was declined'); };
  zenpulseJob('billing.charge', yearly, refuse);
  zenpulseJob('billing.dunning', yearly, refuse);
  zenpulseJob('mail.send', { every: '2 seconds', logPolicy: 'all' }, () => undefined);
  zenpulseJob('search.reindex', yearly, ({ signal }) => new Promise((resolve, reject) => {
    setTimeout(resolve, 300_000);
    signal.addEventListener('abort', () => reject(signal.reason));
  }));
`;

describe.skipIf(chromium === null)('the overview (skipped where there is no Chromium)', () => {
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

  const api = async <T>(path: string, method = 'GET'): Promise<T> => {
    const init =
      method === 'GET' ? {} : { method, headers: { 'content-type': 'application/json' }, body: '{}' };
    return (await (await fetch(`${demo.url}api/${path}`, init)).json()) as T;
  };
  const idOf = async (jobKey: string) =>
    (await api<SchedulePage>(`schedules?search=${jobKey}`)).items[0]?.id ?? '';
  const run = async (jobKey: string) => api<RunAccepted>(`schedules/${await idOf(jobKey)}/run`, 'POST');
  const summary = () => page.getByRole('region', { name: 'Summary' });
  const running = () => page.getByRole('region', { name: 'Running now' });
  const failing = () => page.getByRole('region', { name: /^Failing/ });

  it('says in a sentence that all is well, which runner is active and what comes next', async () => {
    await page.goto(demo.url);
    await summary().getByText('All well').waitFor();
    await summary()
      .getByText(
        /^\d+ runs? since midnight, 0 failed, 0 missed\. \S+ is active; next: mail\.send (in \d s|now)\.$/,
      )
      .waitFor();
    await page.getByRole('region', { name: 'Next' }).getByText('mail.send').first().waitFor();
  });

  it('shows without a reload, and without being asked again, what has begun and what fails', async () => {
    await page.getByText('Live', { exact: true }).waitFor();
    await run('search.reindex');
    await running().getByRole('link', { name: 'search.reindex' }).waitFor();
    for (const jobKey of ['billing.charge', 'billing.dunning']) await run(jobKey);
    await summary().getByText('2 schedules are failing').waitFor({ timeout: 60_000 });
    await expect.poll(() => page.title(), SOON).toBe('(2) Overview · ZenPulse');
    expect(await page.locator('link[rel="icon"]').getAttribute('href')).toBe('./favicon-alert.svg');
  });

  it('names what fails without a click, and leads to its stack with one', async () => {
    await page.goto(demo.url);
    await failing().getByRole('link', { name: 'billing.charge' }).waitFor();
    await failing().getByRole('link', { name: 'billing.dunning' }).waitFor();
    await failing()
      .getByRole('listitem')
      .filter({ hasText: 'billing.charge' })
      .getByRole('link', { name: 'Failed' })
      .click();
    await page.getByText('Card 4711 was declined').first().waitFor();
    await page
      .getByRole('region', { name: /^Stack/ })
      .first()
      .getByText(/jobs\.mjs/)
      .waitFor();
  });

  it('runs all that fail again with two clicks', async () => {
    const last = async () =>
      (await api<Overview>('overview')).attention.failing.map(({ lastRun }) => lastRun?.runId);
    const before = await last();
    await page.goto(demo.url);
    await failing().getByRole('button', { name: 'Run all 2 again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run all 2 again' }).click();
    await page.getByText('Requested 2 runs').waitFor();
    await expect.poll(async () => (await last()).filter((id) => before.includes(id)), SOON).toEqual([]);
  });

  it('cancels what is running', async () => {
    await running().getByRole('button', { name: 'Cancel the run of search.reindex' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
    await running().getByRole('link', { name: 'search.reindex' }).waitFor({ state: 'detached' });
  });

  it('has one connection for events in all tabs, and passes it on when its tab is closed', async () => {
    const context = await browser.newContext();
    const opened: string[] = [];
    context.on('request', (request) => {
      if (request.url().endsWith('/api/events')) opened.push(request.url());
    });
    const first = await context.newPage();
    await first.goto(demo.url);
    await first.getByText('Live', { exact: true }).waitFor();
    const second = await context.newPage();
    await second.goto(`${demo.url}schedules`);
    await second.getByText('Live', { exact: true }).waitFor();
    expect(opened).toHaveLength(1);
    await first.close();
    await expect.poll(() => opened.length, SOON).toBe(2);
    await second.getByText('Live', { exact: true }).waitFor();
    await context.close();
  });

  it('groups errors, and says on an execution how often its error occurred', async () => {
    await page.goto(`${demo.url}executions?group=error`);
    const errors = page.getByRole('table', { name: 'Errors' });
    await expect
      .poll(
        async () =>
          (await errors.getByRole('row').filter({ hasText: 'billing.charge' }).innerText()).includes('2'),
        {
          timeout: 90_000,
        },
      )
      .toBe(true);
    await errors.getByRole('link', { name: 'Error: Card 4711 was declined' }).first().click();
    await page.getByText(/^The same error 2 times since /).waitFor();
  });

  it('has the last outcomes of each schedule under every log policy: read by keys, opened by a click', async () => {
    await page.goto(`${demo.url}schedules`);
    const strip = page.getByRole('slider', { name: /^Last \d+ outcomes of billing\.charge: 2 failed$/ });
    await strip.waitFor();
    await strip.focus();
    await page.keyboard.press('ArrowLeft');
    expect(await strip.getAttribute('aria-valuetext')).toMatch(/^Failed, .* UTC, after \d+ ms, manual$/);
    await page
      .getByRole('tooltip')
      .filter({ hasText: /^Failed, / })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Card 4711 was declined').first().waitFor();
  });

  it('says since when nothing runs, large and with the command, when the runner is gone', async () => {
    const { runners } = await api<Overview>('overview');
    await page.goto(demo.url);
    await summary().getByText('2 schedules are failing').waitFor();
    process.kill(runners.active?.pid ?? 0, 'SIGSTOP');
    await summary()
      .getByText(/^Nothing has run since \d\d:\d\d:\d\d$/)
      .waitFor({ timeout: 90_000 });
    await summary()
      .getByText(/^Start a runner: npx zenpulse-runner --lock$/)
      .waitFor();
    process.kill(runners.active?.pid ?? 0, 'SIGCONT');
    await summary().getByText('2 schedules are failing').waitFor({ timeout: 90_000 });
  });

  it('writes nothing to the console', () => {
    expect(complaints).toEqual([]);
  });
});
