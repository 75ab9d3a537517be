import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeProblems } from './axe.ts';
import { findChromium, launchBrowser } from './browser.ts';
import { startDemo, type Demo } from './demo.ts';

const chromium = findChromium();

const VIEWS = [
  ['light, wide', 'light', 1440],
  ['light, narrow', 'light', 390],
  ['dark, wide', 'dark', 1440],
  ['dark, narrow', 'dark', 390],
] as const;

describe.skipIf(chromium === null)('accessibility (skipped where there is no Chromium)', () => {
  let demo: Demo;
  let browser: Browser;
  beforeAll(async () => {
    demo = await startDemo();
    browser = await launchBrowser(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  describe.each(VIEWS)('%s', (_name, colorScheme, width) => {
    let page: Page;
    beforeAll(async () => {
      const context = await browser.newContext({
        colorScheme,
        reducedMotion: 'reduce',
        viewport: { width, height: 900 },
      });
      page = await context.newPage();
    });
    afterAll(() => page.context().close());

    const open = async (path: string): Promise<void> => {
      await page.goto(`${demo.url}${path}`);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
    };
    const problems = () => axeProblems(page);

    it.each([
      '',
      'schedules',
      'schedules/new',
      'executions',
      'executions?group=error',
      'jobs',
      'runners',
      'changes',
      'nothing-here',
    ])('/%s', async (path) => {
      await open(path);
      expect(await problems()).toEqual([]);
    });

    it('a schedule with its run history and its settings, and the question before it is deleted', async () => {
      await open('schedules');
      await page.getByRole('link', { name: 'check_disk', exact: true }).first().click();
      await page.getByRole('heading', { name: 'Run history' }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await problems()).toEqual([]);
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('heading', { name: 'Job and timing' }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await problems()).toEqual([]);
      await page.getByRole('button', { name: 'More for check_disk' }).click();
      await page.getByRole('button', { name: 'Delete…' }).click();
      await page.getByRole('dialog').waitFor();
      await expect.poll(problems, { timeout: 10_000 }).toEqual([]); // while it fades in its contrast is less
    });

    it('the palette and the list of keys', async () => {
      await open('schedules');
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Go to a page or a schedule').fill('check');
      await page.getByRole('dialog').getByText('check_disk').waitFor();
      await expect.poll(problems, { timeout: 10_000 }).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('?');
      await page.getByRole('dialog').getByText('Next row').waitFor();
      await expect.poll(problems, { timeout: 10_000 }).toEqual([]);
    });

    it('an execution', async () => {
      const { items } = (await (await fetch(`${demo.url}api/schedules`)).json()) as {
        items: { id: string }[];
      };
      const headers = { 'content-type': 'application/json' };
      const path = `${demo.url}api/schedules/${items[0]?.id}/run`;
      const { runId } = (await (await fetch(path, { method: 'POST', headers, body: '{}' })).json()) as {
        runId: string;
      };
      await expect
        .poll(async () => (await fetch(`${demo.url}api/executions/${runId}`)).status, { timeout: 30_000 })
        .toBe(200);
      await open(`executions/${runId}`);
      expect(await problems()).toEqual([]);
    });
  });
});
