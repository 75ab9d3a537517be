import type { BlackoutList } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startHost, type Host } from './host.ts';
import { lookAtViews } from './views.ts';

const chromium = findChromium();
const ADMIN = { 'x-role': 'admin' };

describe.skipIf(chromium === null)(
  'blackout windows on the page (skipped where there is no Chromium)',
  () => {
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

    const windows = async () =>
      (await (await fetch(`${host.rolesUrl}api/blackouts`, { headers: ADMIN })).json()) as BlackoutList;
    const dialog = () => page.getByRole('dialog');
    const row = (name: string) =>
      page.getByRole('table', { name: 'Blackout windows' }).getByRole('row').filter({ hasText: name });

    it('are made from dates and hours of the week, with what they close in the next 30 days', async () => {
      await page.goto(`${host.rolesUrl}blackouts`);
      await page.getByText('No blackout windows yet').waitFor();
      await page.getByRole('button', { name: 'New window' }).click();
      await dialog().getByLabel('Name').fill('nights');
      await dialog().getByLabel('Time zone').fill('Europe/Berlin');
      await dialog().getByLabel('Dates').fill('24.12.2030');
      await dialog().getByText('not “24.12.2030”').waitFor();
      expect(await dialog().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
      await dialog().getByLabel('Dates').fill('2030-12-24 to 2030-12-26');
      await dialog().getByLabel('Hours of the week').fill('mon-sun 22:00-06:00');
      await dialog().getByText('Closed in the next 30 days').waitFor();
      await dialog()
        .getByText(/ 22:00 – .* 06:00 GMT\+[12]/)
        .waitFor();
      await dialog().getByRole('button', { name: 'Save' }).click();
      await row('nights').getByText('2030-12-24 to 2030-12-26').waitFor();
      expect((await windows()).items).toMatchObject([
        {
          name: 'nights',
          timezone: 'Europe/Berlin',
          dates: [{ from: '2030-12-24', to: '2030-12-26' }],
          weekly: [{ from: '22:00', to: '06:00' }],
        },
      ]);
    });

    it('are changed, and a rule that the server has is said in the form', async () => {
      await row('nights').getByRole('button', { name: 'Edit nights' }).click();
      await dialog().getByLabel('Dates').fill('2030-12-26 to 2030-12-24');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await dialog()
        .getByText(/an end after the beginning/)
        .waitFor();
      await dialog().getByLabel('Dates').fill('');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await dialog().waitFor({ state: 'detached' });
      expect((await windows()).items[0]?.dates).toEqual([]);
    });

    it('fit a phone and a wide window, light and dark, without a finding of axe', async () => {
      await lookAtViews(browser, {
        headers: ADMIN,
        url: `${host.rolesUrl}blackouts`,
        name: 'blackouts',
        until: (one) => one.getByText('mon-sun 22:00-06:00').waitFor(),
      });
    });

    it('are deleted after saying how many schedules refer to them', async () => {
      const body = {
        jobKey: 'mail.send',
        triggerType: 'interval',
        intervalValue: 1,
        intervalUnit: 'weeks',
        blackouts: ['nights'],
      };
      const headers = { ...ADMIN, 'content-type': 'application/json' };
      await fetch(`${host.rolesUrl}api/schedules`, { method: 'POST', headers, body: JSON.stringify(body) });
      await page.reload();
      await row('nights').getByText('1 schedule', { exact: true }).waitFor();
      await row('nights').getByRole('button', { name: 'Delete nights' }).click();
      await dialog().getByText('1 schedule refers to it.').waitFor();
      await dialog().getByRole('button', { name: 'Delete nights' }).click();
      await page.getByText('No blackout windows yet').waitFor();
      expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    });

    it('are shown to a viewer, who is told who may make them', async () => {
      const viewer = await browser.newPage({ extraHTTPHeaders: { 'x-role': 'viewer' } });
      await viewer.goto(`${host.rolesUrl}blackouts`);
      await viewer.getByText('Ada: viewer').waitFor();
      const button = viewer.getByRole('button', { name: 'New window' });
      expect([await button.isDisabled(), await button.getAttribute('title')]).toEqual([
        true,
        'Needs the role admin',
      ]);
      await viewer.close();
    });
  },
);
