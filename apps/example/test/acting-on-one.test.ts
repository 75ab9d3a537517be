import type { ScheduleItem, SchedulePage } from '@zenpulse/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startDemoOf, type DemoOf } from './demo.ts';
import { openView, VIEWS } from './views.ts';

const SOON = { timeout: 30_000 };
const chromium = findChromium();

const JOBS = `
  zenpulseJob('mail.send', { cron: '0 6 * * *', timezone: 'Europe/Berlin', owner: 'Post', maxRetries: 3 }, () => undefined);
  zenpulseJob('other', { every: '52 weeks' }, () => undefined);
`;

describe.skipIf(chromium === null)('acting on one schedule (skipped where there is no Chromium)', () => {
  let demo: DemoOf;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];
  const refused: string[] = [];
  beforeAll(async () => {
    demo = await startDemoOf(JOBS);
    browser = await launchBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, timezoneId: 'UTC' });
    page.setDefaultTimeout(20_000);
    await page.addInitScript('clicks = 0; addEventListener("pointerdown", () => (clicks += 1), true);');
    complaints = listenForComplaints(page);
    page.on('response', (answer) => {
      if (answer.status() >= 400) refused.push(`${answer.status()} ${new URL(answer.url()).pathname}`);
    });
    await openList();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const find = async (search: string) =>
    ((await (await fetch(`${demo.url}api/schedules?search=${search}`)).json()) as SchedulePage).items;
  const mail = async () => (await find('mail.send'))[0] as ScheduleItem;
  /** Pauses that are over are kept too. */
  const kinds = async () =>
    ((await mail()).exceptions ?? []).map(({ kind }) => kind).filter((kind) => kind !== 'pause');
  const openList = async () => {
    await page.goto(`${demo.url}schedules`);
    await page.getByTestId('schedule-row-mail.send').waitFor();
  };
  const openPage = async (on = page) => {
    await on.goto(`${demo.url}schedules/${(await mail()).id}`);
    await on.getByRole('heading', { name: 'Run history' }).waitFor();
  };
  const clicks = () => page.evaluate<number>('clicks');
  const undo = (on = page) => on.getByRole('button', { name: 'Undo' });
  const choose = async (label: string, on = page) => {
    await on.getByRole('button', { name: 'More for mail.send' }).click();
    await on.getByRole('button', { name: label, exact: true }).click();
  };
  const coming = (on = page) => on.getByRole('region', { name: 'Next runs' });
  const rows = (on = page) => coming(on).getByRole('listitem');

  it('pauses it from its row with three clicks, says that a runner applied it, and puts it back', async () => {
    await openList();
    await choose('Pause until…');
    await page.getByLabel('Until (Europe/Berlin)').fill('2030-03-04T08:30');
    await page.getByLabel('Reason').fill('the provider is down');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('mail.send is paused until 4 Mar 2030, 08:30 GMT+1').waitFor();
    expect(await clicks()).toBe(3);
    await page.getByText(/^The runner on .* applied this/).waitFor();
    expect(await mail()).toMatchObject({
      pausedUntil: '2030-03-04T07:30:00.000Z',
      pauseReason: 'the provider is down',
    });
    await undo().click();
    await page.getByText('1 schedule is as before.').waitFor();
    expect((await mail()).pausedUntil).toBeNull();
  });

  it('pauses it on its page, changes the pause, and resumes it', async () => {
    await openPage();
    await page.getByRole('button', { name: 'Pause until…' }).click();
    await page.getByRole('button', { name: '4 hours' }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText(/^It is paused until /).waitFor();
    await choose('Change the pause…');
    await page.getByLabel('Reason').fill('the provider is down');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText(/^It is paused until .*: the provider is down\./).waitFor();
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await page.getByText('mail.send is resumed').waitFor();
    await page
      .getByText(/^Next run in /)
      .first()
      .waitFor();
    expect((await mail()).pausedUntil).toBeNull();
  });

  it('skips a run, moves one and plans one more: shown as they stand, and each taken back', async () => {
    await openPage();
    const { nextRunAt } = await mail();
    const change = (n: number) =>
      coming()
        .getByRole('button', { name: /^Change the run at/ })
        .nth(n);
    await expect.poll(() => rows().count(), SOON).toBe(6);

    await change(0).click();
    await page.getByRole('button', { name: 'Skip this run' }).click();
    await rows().nth(0).getByText('Skipped').waitFor();
    expect((await mail()).nextRunAt).not.toBe(nextRunAt);
    await undo().click();
    await page.getByText('The next runs of mail.send are as before.').waitFor();
    expect((await mail()).nextRunAt).toBe(nextRunAt);

    await change(0).click();
    await page.getByRole('button', { name: 'Skip this run' }).click();
    await rows().nth(0).getByText('Skipped').waitFor();
    await change(0).click();
    await page.getByRole('button', { name: 'Move to…' }).click();
    await page.getByLabel('Reason').fill('after the holiday');
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await rows()
      .nth(1)
      .getByText(/^Moved to .*, 07:00:00: after the holiday$/)
      .waitFor();
    await rows()
      .nth(2)
      .getByText(/^Moved from .*, 06:00:00: after the holiday$/)
      .waitFor();

    await coming().getByRole('button', { name: 'Run once at…' }).click();
    const at = page.getByLabel('Run at (Europe/Berlin)');
    await at.fill('2020-01-01T00:00');
    await page.getByRole('button', { name: 'Plan the run' }).click();
    await page.getByText('Use a time in the future').waitFor();
    await at.fill('2040-01-01T00:00');
    await page.getByRole('button', { name: 'Plan the run' }).click();
    await page
      .getByRole('alert')
      .getByText(/expected an instant within 400 days/)
      .waitFor();
    const soon = new Date(Date.parse((await mail()).nextRunAt ?? '') + 30 * 60_000);
    await at.fill(wall(soon));
    await page.getByRole('button', { name: 'Plan the run' }).click();
    await coming().getByText('Once, planned by hand').waitFor();
    expect((await kinds()).toSorted()).toEqual(['move', 'run', 'skip']);

    await page.reload();
    const takeBack = coming().getByRole('button', { name: /^Take back/ });
    await expect.poll(() => takeBack.count(), SOON).toBe(4); // a move is shown at both of its times
    for (const left of [3, 1, 0]) {
      await takeBack.first().click();
      await expect.poll(() => takeBack.count(), SOON).toBe(left);
    }
    expect(await kinds()).toEqual([]);
    expect((await mail()).nextRunAt).toBe(nextRunAt);
  });

  it('offers Undo after the switch, a skip and a deletion', async () => {
    await openList();
    await page.getByLabel('Enabled: mail.send').click();
    await page.getByText('mail.send is disabled', { exact: true }).waitFor();
    await undo().click();
    await page.getByText('mail.send is enabled again.').waitFor();
    expect((await mail()).enabled).toBe(true);

    await choose('Skip the next run');
    await page.getByText('Skipped the next run of mail.send').waitFor();
    expect(await kinds()).toEqual(['skip']);
    await page.keyboard.press('z');
    await page.getByText('1 schedule is as before.').waitFor();
    expect(await kinds()).toEqual([]);

    const { id } = await mail();
    await choose('Delete…');
    await page.getByRole('button', { name: 'Delete mail.send' }).click();
    await page.getByText('mail.send was deleted').waitFor();
    await page.getByTestId('schedule-row-mail.send').waitFor({ state: 'detached' });
    await undo().click();
    await page.getByTestId('schedule-row-mail.send').waitFor();
    expect((await mail()).id).toBe(id);
  });

  it('makes another one like it, windows included', async () => {
    const original = await mail();
    const headers = { 'content-type': 'application/json' };
    const window = { timezone: 'UTC', dates: ['2026-12-24..2026-12-26'], weekly: [] };
    await fetch(`${demo.url}api/blackouts/holidays`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(window),
    });
    const body = JSON.stringify({ version: original.version, blackouts: ['holidays'] });
    await fetch(`${demo.url}api/schedules/${original.id}`, { method: 'PATCH', headers, body });
    await openPage();
    await choose('Duplicate…');
    await page.getByText('A copy of mail.send. Its variant can be changed below.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await find('mail.send')).length, SOON).toBe(2);
    const copy = (await find('mail.send')).find(({ variant }) => variant === 'copy');
    expect(copy).toMatchObject({
      cronHour: '6',
      timezone: 'Europe/Berlin',
      owner: 'Post',
      maxRetries: 3,
      blackouts: ['holidays'],
    });
    await page.getByText(/^The runner on .* applied this/).waitFor(); // it is asked about no more
    await fetch(`${demo.url}api/schedules/${copy?.id}`, { method: 'DELETE', headers });
  });

  it('needs no pointer', async () => {
    await openPage();
    const tabTo = async (target: Locator) => {
      await target.waitFor();
      for (let pressed = 0; pressed < 60; pressed += 1) {
        if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`expected ${String(target)} to be reached with Tab`);
    };
    await tabTo(page.getByRole('button', { name: 'Pause until…' }));
    await page.keyboard.press('Enter');
    await tabTo(page.getByLabel('Reason'));
    await page.keyboard.type('by keys');
    await page.keyboard.press('Enter');
    await page.getByText(/^It is paused until .*: by keys\./).waitFor();
    await page.keyboard.press('z');
    await page.getByText('1 schedule is as before.').waitFor();
    await tabTo(
      coming()
        .getByRole('button', { name: /^Change the run at/ })
        .first(),
    );
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('button', { name: 'Skip this run' }));
    await page.keyboard.press('Enter');
    await tabTo(coming().getByRole('button', { name: /^Take back/ }));
    await page.keyboard.press('Enter');
    await page.getByText('Taken back').waitFor();
    expect(await kinds()).not.toContain('skip');
    // Only the time that was too far ahead; the browser logs such an answer by itself.
    expect(refused).toEqual([expect.stringMatching(/^422 .*\/run$/)]);
    expect(complaints.filter((text) => !text.includes('Failed to load resource'))).toEqual([]);
  });

  it.each(VIEWS)('has nothing that axe finds, in %s at %d px, and fits the window', async (...shown) => {
    const view = await openView(browser, shown);
    const { page: own } = view;
    await openPage(own);
    await coming(own)
      .getByRole('button', { name: /^Change the run at/ })
      .first()
      .click();
    await own.getByRole('button', { name: 'Skip this run' }).click();
    await rows(own).nth(0).getByText('Skipped').waitFor();
    await view.isSound();
    await coming(own).getByRole('button', { name: 'Run once at…' }).click();
    await own.getByRole('button', { name: 'Plan the run' }).waitFor();
    await view.isSound();
    await own.keyboard.press('Escape');
    await own.getByRole('dialog').waitFor({ state: 'detached' });
    await coming(own)
      .getByRole('button', { name: /^Take back/ })
      .click();
    await own.getByText('Taken back').waitFor();
    await own.goto(`${demo.url}schedules`);
    // Of the last row, so that the menu covers no other button.
    await own.getByRole('button', { name: 'More for other' }).click();
    await own.getByRole('button', { name: 'Duplicate…' }).waitFor();
    await view.isSound();
    await view.close();
  });
});

/** For a field of date and time, in Berlin. */
function wall(at: Date): string {
  const format = { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat('sv-SE', format).format(at).replace(' ', 'T');
}
