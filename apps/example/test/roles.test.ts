import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startHost, type Host } from './host.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('the page of a role (skipped where there is no Chromium)', () => {
  let host: Host;
  let browser: Browser;
  beforeAll(async () => {
    host = await startHost();
    browser = await launchBrowser(chromium ?? '');
    for (const jobKey of ['mail.send', 'billing.charge']) {
      await fetch(`${host.url}api/schedules`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jobKey, triggerType: 'interval', intervalValue: 1, intervalUnit: 'weeks' }),
      });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });

  const REASON = { viewer: 'Needs the role operator', operator: null, admin: null } as const;

  it.each(['viewer', 'operator', 'admin'] as const)(
    'offers the %s what the role may do, and says of the rest why not',
    async (role) => {
      const page = await browser.newPage({
        viewport: { width: 1440, height: 900 },
        extraHTTPHeaders: { 'x-role': role },
      });
      page.setDefaultTimeout(20_000);
      const complaints = listenForComplaints(page);
      const needsAdmin = role === 'admin' ? null : 'Needs the role admin';
      const reason = async (name: string) => {
        const control = page.getByLabel(name, { exact: true });
        return [await control.isDisabled(), await control.getAttribute('title')];
      };
      const denied = (why: string | null) => [why !== null, why];

      await page.goto(`${host.rolesUrl}schedules`);
      await page.getByText(`Ada: ${role}`).waitFor();
      expect(await reason('Run mail.send now')).toEqual(denied(REASON[role]));
      await page.getByLabel('More for mail.send').click();
      const item = async (name: string) => {
        const button = page.getByRole('button', { name, exact: true });
        return [await button.isDisabled(), await button.getAttribute('title')];
      };
      expect(await item('Delete…')).toEqual(denied(needsAdmin));
      expect(await item('Duplicate…')).toEqual(denied(needsAdmin));
      expect(await item('Pause until…')).toEqual(denied(REASON[role]));
      expect(await item('Skip the next run')).toEqual(denied(REASON[role]));
      await page.keyboard.press('Escape');
      expect(await reason('Enabled: mail.send')).toEqual(denied(needsAdmin));
      const more = page.getByText('New schedule');
      expect(await more.evaluate((one) => one.closest('button')?.title ?? null)).toBe(needsAdmin);

      await page.getByLabel('Edit mail.send').click();
      await page.getByLabel('Every', { exact: true }).fill('3');
      const save = page.getByRole('button', { name: 'Save' });
      expect([await save.isDisabled(), await save.getAttribute('title')]).toEqual(denied(needsAdmin));
      expect(await reason('Run now: mail.send')).toEqual(denied(REASON[role]));

      await page.goto(`${host.rolesUrl}executions`);
      await page.getByText(`Ada: ${role}`).waitFor();
      expect(
        await page.getByText('Delete old executions…').evaluate((one) => one.closest('button')?.disabled),
      ).toBe(needsAdmin !== null);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it('disables what a rule of the application refuses on the page of a schedule, and says why', async () => {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      extraHTTPHeaders: { 'x-role': 'admin' },
    });
    page.setDefaultTimeout(20_000);
    const complaints = listenForComplaints(page);
    await page.goto(`${host.rolesUrl}schedules`);
    await page.getByLabel('More for billing.charge').click();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete billing.charge' }).click();
    await page.getByText('you may not delete billing.charge').first().waitFor();
    await page.keyboard.press('Escape');

    await page.getByLabel('Edit billing.charge').click();
    await page.getByLabel('Every', { exact: true }).fill('3');
    await page.getByLabel('More for billing.charge').click();
    for (const [name, reason] of [
      ['Run now: billing.charge', 'You may not run billing.charge'],
      ['Delete…', 'You may not delete billing.charge'],
      ['Save', 'You may not edit billing.charge'],
    ] as const) {
      const button = page.getByRole('button', { name, exact: true });
      await page.waitForFunction((one) => one?.matches(':disabled'), await button.elementHandle());
      expect([name, await button.getAttribute('title')]).toEqual([name, reason]);
    }
    expect(complaints.filter((complaint) => !complaint.includes('403'))).toEqual([]);
    await page.close();
  });
});
