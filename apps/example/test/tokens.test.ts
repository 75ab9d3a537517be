import type { TokenList } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, listenForComplaints } from './browser.ts';
import { startHost, type Host } from './host.ts';
import { lookAtViews } from './views.ts';

const chromium = findChromium();
const ADMIN = { 'x-role': 'admin' };

describe.skipIf(chromium === null)('tokens on the page (skipped where there is no Chromium)', () => {
  let host: Host;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];
  let secret = '';
  beforeAll(async () => {
    host = await startHost();
    browser = await launchBrowser(chromium ?? '');
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      extraHTTPHeaders: ADMIN,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    complaints = listenForComplaints(page);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });

  const statusWith = async (token: string) =>
    (await fetch(`${host.rolesUrl}api/schedules`, { headers: { authorization: `Bearer ${token}` } })).status;
  const dialog = () => page.getByRole('dialog');
  const row = (name: string) =>
    page.getByRole('table', { name: 'Tokens' }).getByRole('row').filter({ hasText: name });

  it('are made with a name, a role and an end, and shown once, to be copied', async () => {
    await page.goto(`${host.rolesUrl}tokens`);
    await page.getByText('No tokens yet').waitFor();
    await page.getByRole('button', { name: 'New token' }).click();
    await dialog().getByLabel('Name').fill('ci.deploy');
    await dialog().getByRole('radio', { name: 'Operator' }).check();
    await dialog().getByLabel('Expires').selectOption('In 30 days');
    await dialog().getByRole('button', { name: 'Make the token' }).click();
    await dialog().getByText('It is shown only this once').waitFor();
    secret = await dialog().getByLabel('Token of ci.deploy').inputValue();
    expect(secret).toMatch(/^zp_/);
    await dialog().getByRole('button', { name: 'Copy' }).click();
    await dialog().getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(secret);
    await page.keyboard.press('Escape'); // does not lose it
    await dialog().getByRole('button', { name: 'Done' }).click();
    await dialog().waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(secret);
    expect(await statusWith(secret)).toBe(200);
  });

  it('are listed with role, last use, end, and who made them', async () => {
    await page.reload();
    await row('ci.deploy').waitFor();
    const text = await row('ci.deploy').innerText();
    expect(text).toMatch(/operator[\s\S]*Ada/);
    expect(text).toMatch(/\d+ \w+, \d\d:\d\d:\d\d/);
    const headers = ADMIN;
    const { items } = (await (await fetch(`${host.rolesUrl}api/tokens`, { headers })).json()) as TokenList;
    const days = (Date.parse(items[0]?.expiresAt ?? '') - Date.parse(items[0]?.createdAt ?? '')) / 86_400_000;
    expect(Math.round(days)).toBe(30);
  });

  it('say which name is taken, or wrong', async () => {
    await page.getByRole('button', { name: 'New token' }).click();
    await dialog().getByRole('button', { name: 'Make the token' }).click();
    await dialog()
      .getByText(/1 to 64 printable characters/)
      .waitFor();
    await dialog().getByLabel('Name').fill('ci.deploy');
    await dialog().getByRole('button', { name: 'Make the token' }).click();
    await dialog().getByText('there is a token with the name ci.deploy').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
  });

  it('fit a phone and a wide window, light and dark, without a finding of axe', async () => {
    const look = { headers: ADMIN, url: `${host.rolesUrl}tokens` };
    const listed = (one: Page) => one.getByText('ci.deploy').waitFor();
    await lookAtViews(browser, { ...look, name: 'tokens', until: listed });
  });

  it('are asked for in a dialog that fits them too', async () => {
    await lookAtViews(browser, {
      headers: ADMIN,
      url: `${host.rolesUrl}tokens`,
      name: 'new-token',
      until: async (one) => {
        await one.getByRole('button', { name: 'New token' }).click();
        await one.getByRole('dialog').getByLabel('Name').waitFor();
      },
    });
  });

  it('are revoked after a question, and open nothing then', async () => {
    await row('ci.deploy').getByRole('button', { name: 'Revoke ci.deploy' }).click();
    await dialog().getByRole('button', { name: 'Revoke ci.deploy' }).click();
    await dialog().waitFor({ state: 'detached' });
    await row('ci.deploy').getByText('revoked').waitFor();
    expect(await statusWith(secret)).toBe(401);
    expect(complaints.filter((text) => !/409|422/.test(text))).toEqual([]);
  });

  it('are not shown to an operator, who is told why', async () => {
    const operator = await browser.newPage({ extraHTTPHeaders: { 'x-role': 'operator' } });
    const said = listenForComplaints(operator);
    await operator.goto(`${host.rolesUrl}tokens`);
    await operator.getByText('Needs the role admin', { exact: true }).waitFor();
    expect(await operator.getByRole('button', { name: 'New token' }).isDisabled()).toBe(true);
    expect(said).toEqual([]);
    await operator.close();
  });
});
