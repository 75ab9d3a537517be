import type { ChangePage, ScheduleItem } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startHost, type Host } from './host.ts';
import { lookAtViews } from './views.ts';

const chromium = findChromium();
const ADMIN = { 'x-role': 'admin' };

describe.skipIf(chromium === null)('the record of changes (skipped where there is no Chromium)', () => {
  let host: Host;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    host = await startHost();
    browser = await launchBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, extraHTTPHeaders: ADMIN });
    page.setDefaultTimeout(20_000);
    complaints = listenForComplaints(page);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });

  const api = async <T>(path: string, method = 'GET', body?: object): Promise<T> => {
    const headers = { ...ADMIN, 'content-type': 'application/json' };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${host.rolesUrl}api/${path}`, init);
    return (answer.status === 204 ? null : await answer.json()) as T;
  };
  const weekly = { triggerType: 'interval', intervalValue: 1, intervalUnit: 'weeks' };
  const created = (jobKey: string) => api<ScheduleItem>('schedules', 'POST', { jobKey, ...weekly });
  const now = (id: string) => api<ScheduleItem>(`schedules/${id}`);
  const edit = async (id: string, fields: object, reason = '') =>
    api(`schedules/${id}?reason=${encodeURIComponent(reason)}`, 'PATCH', {
      version: (await now(id)).version,
      ...fields,
    });
  const rows = () => page.getByRole('table', { name: 'Changes' }).locator('tbody').getByRole('row');
  const dialog = () => page.getByRole('dialog');
  const openChanges = async (id: string) => {
    await page.goto(`${host.rolesUrl}schedules/${id}/changes`);
    await rows().first().waitFor();
  };

  it('says on a schedule’s own tab who changed what, when and why', async () => {
    const { id } = await created('mail.send');
    await edit(id, { maxRetries: 3, misfireGraceTime: null }, 'the mail server is slow');
    await page.goto(`${host.rolesUrl}schedules/${id}`);
    await page.getByRole('link', { name: 'Changes' }).last().click();
    await rows().first().waitFor();
    expect(page.url()).toMatch(/\/changes$/);
    const text = await rows().first().innerText();
    for (const said of [
      'Ada',
      'page or API',
      'Retries after a failure: 0 → 3',
      'Start at most … seconds late: 60 → no limit',
      '“the mail server is slow”',
    ])
      expect(text).toContain(said);
    expect(text).toMatch(/\d\d:\d\d:\d\d (UTC|GMT)/);
    expect(await rows().last().innerText()).toContain('Created: Every week');
  });

  it('puts a change back after showing what that changes, with a reason', async () => {
    await rows().first().getByRole('button', { name: 'Put back: mail.send' }).click();
    await dialog().getByText('Retries after a failure: 3 → 0').waitFor();
    await dialog().getByLabel('Reason').fill('the server is fast again');
    await dialog().getByRole('button', { name: 'Put back' }).click();
    await dialog().waitFor({ state: 'detached' });
    await rows().getByText('“the server is fast again”').waitFor();
    expect(await rows().first().innerText()).toContain('Retries after a failure: 3 → 0');
    expect(await rows().nth(1).innerText()).toContain('put back since');
  });

  it('says what was changed again since, and leaves the choice as a whole', async () => {
    const { id } = await created('report.night');
    await edit(id, { maxRetries: 3, note: 'three' });
    await edit(id, { maxRetries: 5 });
    await openChanges(id);
    await rows().nth(1).getByRole('button', { name: 'Put back: report.night' }).click();
    await dialog()
      .getByText(/Retries after a failure: this change left 3, now it is 5 \(Ada, /)
      .waitFor();
    const action = dialog().getByRole('button', { name: 'Put back' });
    expect(await action.isDisabled()).toBe(true);
    await dialog()
      .getByRole('radio', { name: 'As before this change: Retries after a failure 0, Note none' })
      .check();
    await action.click();
    await dialog().waitFor({ state: 'detached' });
    expect(await now(id)).toMatchObject({ maxRetries: 0, note: null });
  });

  it('notices a change that somebody makes while the question is open', async () => {
    const { id } = await created('report.day');
    await edit(id, { maxRetries: 3 });
    await openChanges(id);
    await rows().first().getByRole('button', { name: 'Put back: report.day' }).click();
    await dialog().getByText('Retries after a failure: 3 → 0').waitFor();
    // Nothing that is newer is shown until the server has refused.
    let release = () => undefined as void;
    const refused = new Promise<void>((resolve) => (release = resolve));
    await page.route(`**/api/schedules/${id}`, async (route) => {
      await refused;
      await route.continue();
    });
    await edit(id, { maxRetries: 7 });
    const answer = page.waitForResponse(/revert$/);
    await dialog().getByRole('button', { name: 'Put back' }).click();
    expect((await answer).status()).toBe(409);
    release();
    await dialog().getByText('It was changed while you were looking.').waitFor();
    await dialog().getByText('this change left 3, now it is 7').waitFor();
    expect((await now(id)).maxRetries).toBe(7);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
  });

  it('leads from the notice of a deletion to the place where it is put back', async () => {
    const { id } = await created('backup.weekly');
    await page.goto(`${host.rolesUrl}schedules/${id}`);
    await page.getByRole('button', { name: 'More for backup.weekly' }).click();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await dialog().getByRole('button', { name: 'Delete backup.weekly' }).click();
    await page.getByRole('link', { name: 'Changes, to put it back' }).click();
    await page.getByText('Showing one schedule only').waitFor();
    await rows().first().getByText('Deleted', { exact: true }).waitFor();
    await rows().first().getByRole('button', { name: 'Put back: backup.weekly' }).click();
    await dialog().getByText('backup.weekly comes back with its settings: Every week.').waitFor();
    await dialog().getByRole('button', { name: 'Put back' }).click();
    await dialog().waitFor({ state: 'detached' });
    expect(await now(id)).toMatchObject({ jobKey: 'backup.weekly', version: 2 });
  });

  it('leads there from the address of a schedule that is gone', async () => {
    const cron = { triggerType: 'cron', cronMinute: '0', cronHour: '4', timezone: 'Europe/Berlin' };
    const { id } = await api<ScheduleItem>('schedules', 'POST', { jobKey: 'backup.daily', ...cron });
    await api(`schedules/${id}`, 'DELETE');
    await page.goto(`${host.rolesUrl}schedules/${id}`);
    await page.getByRole('link', { name: 'See who deleted it, and put it back' }).click();
    await rows().first().getByText('Deleted: Every day at 04:00 (Europe/Berlin)').waitFor();
  });

  it('puts back all of an action on several schedules, and says what it left alone', async () => {
    const ids = [(await created('many.one')).id, (await created('many.two')).id];
    await api('schedules/actions', 'POST', { action: 'set', ids, fields: { maxRetries: 9 } });
    await edit(ids[1] ?? '', { maxRetries: 10 });
    await openChanges(ids[0] ?? '');
    await rows().first().getByText('Part of an action on several schedules').waitFor();
    await rows().first().getByRole('button', { name: 'Put back: many.one' }).click();
    await dialog().getByRole('radio', { name: 'Put back all schedules of the action' }).check();
    await dialog().getByRole('button', { name: 'Put back the whole action' }).click();
    await dialog().getByText('1 put back, 1 left as they are').waitFor();
    expect([(await now(ids[0] ?? '')).maxRetries, (await now(ids[1] ?? '')).maxRetries]).toEqual([0, 10]);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
  });

  it('is open to a viewer, who is told why nothing can be put back', async () => {
    const { items } = await api<ChangePage>('changes?action=change&limit=1');
    const viewer = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      extraHTTPHeaders: { 'x-role': 'viewer' },
    });
    await viewer.goto(`${host.rolesUrl}changes?scheduleId=${items[0]?.scheduleId ?? ''}`);
    await viewer.getByText('Ada: viewer').waitFor();
    const button = viewer.getByRole('button', { name: /^Put back: / }).first();
    await button.waitFor();
    expect([await button.isDisabled(), await button.getAttribute('title')]).toEqual([
      true,
      'Needs the role admin',
    ]);
    await viewer.close();
  });

  it('fits a phone and a wide window, light and dark, without a finding of axe', async () => {
    const look = { headers: ADMIN, name: 'changes', url: `${host.rolesUrl}changes` };
    await lookAtViews(browser, { ...look, until: (one) => one.getByText('Created:').first().waitFor() });
  });

  it('asks in a dialog that fits them too', async () => {
    const { items } = await api<ChangePage>('changes?action=change&limit=100');
    const contested = items.find(({ jobKey }) => jobKey === 'report.day');
    await lookAtViews(browser, {
      headers: ADMIN,
      name: 'put-back',
      url: `${host.rolesUrl}schedules/${contested?.scheduleId ?? ''}/changes`,
      until: async (one) => {
        await one.getByRole('button', { name: 'Put back: report.day' }).nth(1).click();
        await one.getByText('Changed again since').waitFor();
      },
    });
  });

  it('is filtered in the address, and loads more', async () => {
    const { id } = await created('often.changed');
    for (let value = 1; value <= 60; value += 1) await edit(id, { maxRetries: value });
    await page.goto(`${host.rolesUrl}changes?scheduleId=${id}`);
    await page.getByText('50 changes shown').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('61 changes', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Filter by what was done' }).selectOption('Created');
    await page.getByText('1 change', { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('action')).toBe('create');
    await page.getByLabel('Filter by who did it: the whole name').fill('Bob');
    await page.getByText('No change matches the filter.').waitFor();
    await page.reload();
    await page.getByText('No change matches the filter.').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByText('50 changes shown').waitFor();
    expect(complaints.filter((text) => !text.includes('409') && !text.includes('404'))).toEqual([]);
  });
});
