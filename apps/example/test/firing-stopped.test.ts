import type { InstallationInfo } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startHost, type Host } from './host.ts';
import { lookAtViews } from './views.ts';

const chromium = findChromium();
const ADMIN = { 'x-role': 'admin' };

describe.skipIf(chromium === null)(
  'the switch that stops all firing (skipped where there is no Chromium)',
  () => {
    let host: Host;
    let paused: Host;
    let browser: Browser;
    let page: Page;
    let complaints: readonly string[];
    beforeAll(async () => {
      host = await startHost();
      paused = await startHost({ ZENPULSE_PAUSED: '1' });
      browser = await launchBrowser(chromium ?? '');
      page = await browser.newPage({ viewport: { width: 1440, height: 900 }, extraHTTPHeaders: ADMIN });
      page.setDefaultTimeout(20_000);
      complaints = listenForComplaints(page);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
      await paused?.stop();
    });

    const stopped = async () =>
      ((await (await fetch(`${host.rolesUrl}api/info`, { headers: ADMIN })).json()) as InstallationInfo)
        .stopped;
    const banner = (one: Page) => one.getByRole('status').filter({ hasText: 'All firing is stopped' });

    it('is turned on the runners page, after a question, with a reason', async () => {
      await page.goto(`${host.rolesUrl}runners`);
      await page.getByRole('button', { name: 'Stop all firing…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason').fill('the database is moved');
      await dialog.getByRole('button', { name: 'Stop all firing' }).click();
      await banner(page)
        .getByText(/^Since \d\d:\d\d.* \(.+\), by Ada: “the database is moved”\./)
        .waitFor();
      expect(await stopped()).toMatchObject({ by: 'switch', reason: 'the database is moved', actor: 'Ada' });
      expect(await page.getByRole('button', { name: 'Stop all firing…' }).count()).toBe(0);
    });

    it.each(['', 'schedules', 'executions', 'jobs', 'changes'])('is said loudly on /%s', async (path) => {
      await page.goto(`${host.rolesUrl}${path}`);
      await banner(page).waitFor();
      if (path !== '') return;
      const summary = page.getByRole('region', { name: 'Summary' });
      await summary.getByText('All firing is stopped').waitFor();
      await summary.getByText(/by Ada: “the database is moved”/).waitFor();
    });

    it('is seen by a viewer, who is told who may turn it', async () => {
      const viewer = await browser.newPage({ extraHTTPHeaders: { 'x-role': 'viewer' } });
      await viewer.goto(`${host.rolesUrl}schedules`);
      await viewer.getByText('Ada: viewer').waitFor();
      const button = banner(viewer).getByRole('button', { name: 'Resume all firing…' });
      await button.waitFor();
      expect([await button.isDisabled(), await button.getAttribute('title')]).toEqual([
        true,
        'Needs the role admin',
      ]);
      await viewer.close();
    });

    it('fits a phone and a wide window, light and dark, without a finding of axe', async () => {
      await lookAtViews(browser, {
        headers: ADMIN,
        name: 'stopped',
        url: host.rolesUrl,
        until: async (one) => {
          await banner(one).waitFor();
          await one.getByRole('region', { name: 'Summary' }).waitFor();
        },
      });
    });

    it('is turned back from the banner, and other open pages notice', async () => {
      const other = await browser.newPage({ extraHTTPHeaders: ADMIN });
      await other.goto(`${host.rolesUrl}schedules`);
      await banner(other).waitFor();
      await page.goto(`${host.rolesUrl}schedules`);
      await banner(page).getByRole('button', { name: 'Resume all firing…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Resume all firing' }).click();
      await banner(page).waitFor({ state: 'detached' });
      expect(await stopped()).toBeNull();
      await banner(other).waitFor({ state: 'detached', timeout: 90_000 });
      await other.close();
      expect(complaints).toEqual([]);
    });

    it('that is a setting of the process is said as such, and cannot be lifted here', async () => {
      await page.goto(`${paused.rolesUrl}schedules`);
      await banner(page)
        .getByText(/ZENPULSE_PAUSED.*This page cannot lift it/)
        .waitFor();
      expect(await banner(page).getByRole('button').count()).toBe(0);
    });
  },
);
