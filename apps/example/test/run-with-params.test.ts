import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { ExecutionPage, SchedulePage } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';

const SOON = { timeout: 30_000 };
const chromium = findChromium();
const zod = createRequire(new URL('../../../packages/core/package.json', import.meta.url)).resolve('zod');

const JOBS = `
  import { z } from '${pathToFileURL(zod).href}';
  const yearly = { every: '52 weeks', logPolicy: 'all' };
  zenpulseJob('report.send', {
    ...yearly,
    params: { to: 'ann@example.com' },
    paramsSchema: z.object({
      to: z.string().min(3).describe('Who gets it'),
      limit: z.int().min(1).default(10),
      level: z.enum(['info', 'warn']).optional(),
      isDry: z.boolean().optional(),
      day: z.iso.date().optional(),
      tags: z.array(z.string()).optional(),
    }),
  }, () => undefined);
  zenpulseJob('plain.job', { ...yearly, params: { a: 1 } }, () => undefined);
`;

describe.skipIf(chromium === null)('params of one run (skipped where there is no Chromium)', () => {
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

  const api = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${demo.url}api/${path}`)).json()) as T;
  const runs = async (jobKey: string) =>
    (await api<ExecutionPage>(`executions?jobKey=${jobKey}`)).items.map(({ id, status, params }) => ({
      id,
      status,
      params,
    }));
  const openForm = async (jobKey: string) => {
    const { items } = await api<SchedulePage>(`schedules?search=${jobKey}`);
    await page.goto(`${demo.url}schedules/${items[0]?.id}`);
    await page.getByRole('button', { name: `More ways to run ${jobKey}` }).click();
    await page.getByRole('button', { name: 'With parameters…' }).click();
    await dialog().getByRole('button', { name: 'Run now' }).waitFor();
  };
  const dialog = () => page.getByRole('dialog');
  const send = () => dialog().getByRole('button', { name: 'Run now' }).click();

  it('are asked for by the fields that the job declares, and checked before they are sent', async () => {
    await openForm('report.send');
    const to = dialog().getByLabel('to', { exact: false }).first();
    expect(await to.inputValue()).toBe('ann@example.com');
    expect(await dialog().getByLabel('limit').inputValue()).toBe('10');
    await to.fill('x');
    await dialog().getByLabel('limit').fill('many');
    await send();
    await dialog()
      .getByText(/expected string to have >=3 characters/)
      .waitFor();
    await dialog()
      .getByText(/expected number, received string|expected int/)
      .waitFor();
    expect(await runs('report.send')).toEqual([]);
    await to.fill('bob@example.com');
    await dialog().getByLabel('limit').fill('3');
    await dialog().getByLabel('level').selectOption('warn');
    await dialog().getByLabel('isDry').check();
    await dialog().getByLabel('day').fill('2026-02-01');
    await dialog().getByLabel('tags').fill('["a", "b"]');
    await send();
    await dialog().waitFor({ state: 'detached' });
    const params = {
      to: 'bob@example.com',
      limit: 3,
      level: 'warn',
      isDry: true,
      day: '2026-02-01',
      tags: ['a', 'b'],
    };
    await expect.poll(() => runs('report.send'), SOON).toMatchObject([{ status: 'success', params }]);
  });

  it('begin with those of the execution that is run again', async () => {
    const [{ id } = { id: '' }] = await runs('report.send');
    await page.goto(`${demo.url}executions/${id}`);
    await page.getByRole('button', { name: 'Run with parameters…' }).click();
    expect(await dialog().getByLabel('limit').inputValue()).toBe('3');
    await dialog().getByLabel('limit').fill('4');
    await send();
    await expect
      .poll(async () => (await runs('report.send')).map(({ params }) => params?.['limit']), SOON)
      .toEqual([4, 3]);
  });

  it('are JSON for a job that declares none, with the place of what is wrong', async () => {
    await openForm('plain.job');
    const text = dialog().getByLabel('Parameters');
    expect(JSON.parse(await text.inputValue())).toEqual({ a: 1 });
    await text.fill('{ "a": }');
    await send();
    await dialog().getByText('Line 1, column 8: expected a value').waitFor();
    await text.fill('{ "a": 2 }');
    await send();
    await expect
      .poll(async () => (await runs('plain.job')).map(({ params }) => params), SOON)
      .toEqual([{ a: 2 }]);
  });

  it('that the server refuses are shown at their field', async () => {
    // The page does not know yet what the job declares: it has another runner's report.
    await page.route('**/api/jobs', async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { items: { paramsSchema: unknown }[] };
      await route.fulfill({
        response,
        json: { items: body.items.map((job) => ({ ...job, paramsSchema: null })) },
      });
    });
    await openForm('report.send');
    await dialog().getByLabel('Parameters').fill('{ "to": "x" }');
    await send();
    await dialog()
      .getByText(/expected string to have >=3 characters/)
      .waitFor();
    await page.unroute('**/api/jobs');
  });

  it('leave the console silent but for the answer 422', () => {
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
  });
});
