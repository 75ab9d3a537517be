import type { ExecutionPage, ScheduleItem, SchedulePage } from '@zenpulse/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';

const SOON = { timeout: 30_000 };
/** More than there are on a page. */
const MOST_TABS = 120;
const chromium = findChromium();

const JOBS = `
  const refuse = () => { throw new Error('Card 4711 was declined'); };
  zenpulseJob('billing.charge', { every: '52 weeks' }, refuse);
  zenpulseJob('mail.send', { every: '52 weeks' }, () => undefined);
`;

describe.skipIf(chromium === null)('the keyboard alone (skipped where there is no Chromium)', () => {
  let demo: DemoOf;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    demo = await startDemoOf(JOBS);
    browser = await launchBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const api = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${demo.url}api/${path}`)).json()) as T;
  const item = async () =>
    (await api<SchedulePage>('schedules?search=billing.charge')).items[0] as ScheduleItem;
  const count = async () => (await api<ExecutionPage>('executions?jobKey=billing.charge')).items.length;

  /** Presses Tab until an element has the focus. */
  async function tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`expected ${String(target)} to be reached with ${MOST_TABS} presses of Tab`);
  }

  it('leads from the first page to what fails, changes it and runs it again', async () => {
    await expect.poll(async () => (await item()).id, SOON).toBeDefined();
    const { id } = await item();
    await fetch(`${demo.url}api/schedules/${id}/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    await expect.poll(async () => (await item()).state, SOON).toBe('failing');

    await page.goto(demo.url);
    await tabTo(page.getByRole('region', { name: /^Failing/ }).getByRole('link', { name: 'billing.charge' }));
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('link', { name: 'Settings' }));
    await page.keyboard.press('Enter');
    await tabTo(page.getByLabel('Retries after a failure'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('2');
    await tabTo(page.getByRole('button', { name: 'Save' }));
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await item()).maxRetries, SOON).toBe(2);

    const before = await count();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByTestId('schedule-row-billing.charge').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    await expect.poll(count, SOON).toBeGreaterThan(before);
  });

  it('goes through menus and tips, which Escape closes', async () => {
    const { id } = await item();
    await page.goto(`${demo.url}schedules/${id}`);
    await tabTo(page.getByRole('button', { name: 'More ways to run billing.charge' }));
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('button', { name: 'With parameters…' }));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Parameters').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.goto(`${demo.url}schedules`);
    await tabTo(page.getByRole('link', { name: 'Edit billing.charge' }));
    await page.getByRole('tooltip').getByText('Edit').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
  });
});
