import type { ScheduleItem, SchedulePage } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';
import { openView, VIEWS } from './views.ts';

const SOON = { timeout: 30_000 };
const chromium = findChromium();

const JOBS = `
  for (const name of ['a.one', 'a.two', 'b.three', 'b.four', 'c.five']) zenpulseJob(name, { every: '52 weeks' }, () => undefined);
`;

describe.skipIf(chromium === null)('acting on many schedules (skipped where there is no Chromium)', () => {
  let demo: DemoOf;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    demo = await startDemoOf(JOBS);
    browser = await launchBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, timezoneId: 'UTC' });
    page.setDefaultTimeout(20_000);
    await page.addInitScript('clicks = 0; addEventListener("pointerdown", () => (clicks += 1), true);');
    complaints = listenForComplaints(page);
    await open();
    await page.getByTestId('schedule-row-c.five').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const all = async () => ((await (await fetch(`${demo.url}api/schedules`)).json()) as SchedulePage).items;
  const of = async (jobKey: string) => (await all()).find((item) => item.jobKey === jobKey) as ScheduleItem;
  const keysWith = async (test: (item: ScheduleItem) => boolean) =>
    (await all()).filter(test).map(({ jobKey }) => jobKey);
  const enable = async (jobKey: string, isEnabled: boolean) => {
    const body = { action: isEnabled ? 'enable' : 'disable', ids: [(await of(jobKey)).id] };
    await fetch(`${demo.url}api/schedules/actions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  };
  const open = async (on = page) => {
    await on.goto(`${demo.url}schedules`);
    await on.getByTestId('schedule-row-a.one').waitFor();
  };
  const box = (jobKey: string, on = page) =>
    on.getByRole('checkbox', { name: `Select ${jobKey}`, exact: true });
  const bar = (on = page) => on.getByRole('region', { name: 'Selected schedules' });
  const act = (name: string, on = page) => bar(on).getByRole('button', { name, exact: true });
  const clicks = () => page.evaluate<number>('clicks');

  it('pauses them with a reason, one click each and two, and puts it back with one more', async () => {
    await open();
    await box('a.one').click();
    await box('b.four').click();
    await bar().getByText('2 schedules selected').waitFor();
    await act('Pause until…').click();
    await page.getByLabel('Until (UTC)').fill('2030-03-04T08:30');
    await page.getByLabel('Reason').fill('the database is moved');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('2 schedules paused until 4 Mar 2030, 08:30 UTC').waitFor();
    expect(await clicks()).toBe(4);
    expect(await keysWith(({ state }) => state === 'paused')).toEqual(['a.one', 'b.four']);
    expect(await of('b.four')).toMatchObject({
      pausedUntil: '2030-03-04T08:30:00.000Z',
      pauseReason: 'the database is moved',
    });
    await bar().waitFor({ state: 'detached' });
    await page
      .getByTestId('schedule-row-b.four')
      .getByText(/^until 4 Mar 2030, 08:30 UTC: the database/)
      .waitFor();

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('2 schedules are as before.').waitFor();
    expect(await clicks()).toBe(5);
    expect(await keysWith(({ pausedUntil }) => pausedUntil !== null)).toEqual([]);
  });

  it('needs no pointer: rows, a range, an action and Undo have keys', async () => {
    await open();
    for (const key of ['j', 'j', 'x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
    await bar().getByText('3 schedules selected').waitFor();
    await page.keyboard.press('a');
    const disable = act('Disable');
    for (let pressed = 0; pressed < 10; pressed += 1) {
      if (await disable.evaluate((button) => button === button.ownerDocument.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByText('3 schedules disabled').waitFor();
    expect(await keysWith(({ enabled }) => !enabled)).toEqual(['a.two', 'b.four', 'b.three']);
    // The focus is in the list again, at the row that was chosen last.
    await expect
      .poll(() => page.evaluate<string>('document.activeElement.ariaLabel'), SOON)
      .toBe('Select b.three');
    await page.keyboard.press('z');
    await page.getByText('3 schedules are as before.').waitFor();
    expect(await keysWith(({ enabled }) => !enabled)).toEqual([]);
  });

  it('says of each schedule why it was left as it is', async () => {
    await open();
    await box('a.one').click();
    await act('Disable').click();
    await page.getByText('1 schedule disabled').waitFor();
    await page.getByRole('checkbox', { name: 'Select the 5 shown' }).click();
    await act('Skip next run').click();
    await page.getByText('Skipped the next run of 4 schedules').waitFor();
    const refused = page.getByRole('list', { name: '1 schedule was not skipped' });
    await refused.getByText('expected a schedule that runs, got one without a next run').waitFor();
    expect(await refused.getByRole('link').allInnerTexts()).toEqual(['a.one']);
    expect(
      await keysWith(({ exceptions }) => exceptions?.some(({ kind }) => kind === 'skip') === true),
    ).toHaveLength(4);

    await box('a.one').click();
    await box('a.two').click();
    await act('Enable').click();
    await page.getByText('1 schedule enabled').waitFor();
    await page.getByText('1 was enabled already.').waitFor();
  });

  it('asks before it runs or deletes them, and a deleted one comes back under its id', async () => {
    const before = await of('c.five');
    await open();
    await box('c.five').click();
    await box('b.four').click();
    await act('Run now').click();
    await page.getByRole('dialog').getByText('Each runs once, now').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await act('Delete…').click();
    await page.getByRole('dialog').getByText('b.four').waitFor();
    await page.getByRole('button', { name: 'Delete 2 schedules' }).click();
    await page.getByText('2 schedules deleted').waitFor();
    await expect.poll(async () => (await all()).length, SOON).toBe(3);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('2 schedules are as before.').waitFor();
    expect((await of('c.five')).id).toBe(before.id);

    await box('c.five').click();
    await act('Run now').click();
    await page.getByText('Requested 1 run').waitFor();
    await expect.poll(async () => (await of('c.five')).lastRun?.status, SOON).toBe('success');
    expect(complaints).toEqual([]);
  });

  it('forgets what was chosen when another list is shown', async () => {
    await open();
    await box('a.one').click();
    await bar().waitFor();
    await page
      .getByRole('navigation', { name: 'Schedules by state' })
      .getByRole('link', { name: /^Never ran/ })
      .click();
    await bar().waitFor({ state: 'detached' });
    await page
      .getByRole('navigation', { name: 'Schedules by state' })
      .getByRole('link', { name: /^All/ })
      .click();
    await box('a.one').waitFor();
    expect(await box('a.one').isChecked()).toBe(false);
  });

  it.each(VIEWS)('has nothing that axe finds, in %s at %d px, and fits the window', async (...shown) => {
    const view = await openView(browser, shown);
    const { page: own } = view;
    await enable('a.one', true);
    await open(own);
    await box('a.one', own).click();
    await box('a.two', own).click();
    await bar(own).waitFor();
    await view.isSound();
    await act('Pause until…', own).click();
    await own.getByLabel('Reason').waitFor();
    await view.isSound();
    await own.keyboard.press('Escape');
    await own.getByRole('dialog').waitFor({ state: 'detached' });
    await act('Delete…', own).click();
    await own.getByRole('dialog').waitFor();
    await view.isSound();
    await own.keyboard.press('Escape');
    await own.getByRole('dialog').waitFor({ state: 'detached' });
    // One of the two is disabled, so that both what was done and what was refused is shown.
    await enable('a.one', false);
    await act('Skip next run', own).click();
    await own.getByRole('button', { name: 'Undo' }).waitFor();
    await own.getByRole('list', { name: '1 schedule was not skipped' }).waitFor();
    await view.isSound();
    await view.close();
  });
});
