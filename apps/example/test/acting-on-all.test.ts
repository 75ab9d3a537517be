import type { SchedulePage } from '@zenpulse/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser } from './browser.ts';
import { startHost, type Host } from './host.ts';

const chromium = findChromium();
/** More than the server acts on in one request. */
const MANY = 1_030;

describe.skipIf(chromium === null)('acting on all that match (skipped where there is no Chromium)', () => {
  let host: Host;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    host = await startHost();
    browser = await launchBrowser(chromium ?? '');
    const keys = Array.from({ length: MANY }, (_, n) => `job.${String(n).padStart(4, '0')}`);
    while (keys.length > 0) await Promise.all(keys.splice(0, 20).map(create));
    await create('other');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });

  const create = async (jobKey: string): Promise<void> => {
    const fields = { jobKey, triggerType: 'interval', intervalValue: 52, intervalUnit: 'weeks' };
    const { status } = await fetch(`${host.url}api/schedules`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    expect(status).toBe(201);
  };
  const total = async (query: string) =>
    ((await (await fetch(`${host.url}api/schedules?limit=1&${query}`)).json()) as SchedulePage).total;
  const bar = () => page.getByRole('region', { name: 'Selected schedules' });
  const open = async (query: string) => {
    await page.goto(`${host.url}schedules?${query}`);
    await page.getByTestId('schedule-row-job.0000').waitFor();
  };
  const chooseAll = async (count: string) => {
    await page.getByRole('checkbox', { name: 'Select the 50 shown' }).click();
    await bar().getByText('50 schedules selected').waitFor();
    await bar()
      .getByRole('button', { name: `Select all ${count} that match` })
      .click();
    await bar().getByText(`All ${count} schedules that match`).waitFor();
  };

  it('does it to more than a thousand, to those of the filter alone, and puts all of them back', async () => {
    await open('search=job.');
    await chooseAll('1,030');
    await bar().getByRole('button', { name: 'Disable' }).click();
    await page.getByText('1,030 schedules disabled').waitFor();
    expect([await total('enabled=false'), await total('enabled=true')]).toEqual([MANY, 1]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1,030 schedules are as before.').waitFor();
    expect(await total('enabled=false')).toBe(0);
  });

  it('asks again when the filter finds another number by then, and does nothing before the answer', async () => {
    await open('search=job.');
    await chooseAll('1,030');
    await create('job.late');
    await bar().getByRole('button', { name: 'Disable' }).click();
    const question = page.getByRole('dialog');
    await question
      .getByText('The filter finds 1,031 schedules now; when you chose, it found 1,030')
      .waitFor();
    expect(await total('enabled=false')).toBe(0);
    await question.getByRole('button', { name: 'Disable 1,031 schedules' }).click();
    await page.getByText('1,031 schedules disabled').waitFor();
    expect(await total('enabled=false')).toBe(MANY + 1);
  });

  it('chooses a range among rows of which most are not in the document', async () => {
    await open('');
    for (let loaded = 100; loaded <= 250; loaded += 50) {
      await page.getByRole('button', { name: 'Load more' }).click();
      await page.getByText(`${loaded} of ${MANY + 2} schedules`).waitFor();
    }
    const box = (n: string) => page.getByRole('checkbox', { name: `Select job.${n}`, exact: true });
    const isThere = async () => {
      await page.evaluate('scrollTo(0, document.body.scrollHeight)');
      return box('0240').isVisible();
    };
    await expect.poll(isThere, { timeout: 20_000 }).toBe(true);
    await box('0240').click();
    await page.evaluate('scrollTo(0, 0)');
    await box('0002').click({ modifiers: ['Shift'] });
    await bar().getByText('239 schedules selected').waitFor();
    expect(await page.locator('[data-shortcut="select"]').count()).toBeLessThan(100);
    expect(await box('0003').isChecked()).toBe(true);
    expect(await box('0001').isChecked()).toBe(false);
    await bar().getByRole('button', { name: 'Enable' }).click();
    await page.getByText('239 schedules enabled').waitFor();
    expect(await total('enabled=true')).toBe(240);
  });

  it('deletes so many only after their number was typed', async () => {
    await open('search=job.');
    await chooseAll('1,031');
    await bar().getByRole('button', { name: 'Delete…' }).click();
    const remove = page.getByRole('button', { name: 'Delete 1,031 schedules' });
    await remove.waitFor();
    expect(await remove.isDisabled()).toBe(true);
    await page.getByLabel('Type 1031 to confirm').fill('1030');
    expect(await remove.isDisabled()).toBe(true);
    await page.getByLabel('Type 1031 to confirm').fill('1031');
    await remove.click();
    await page.getByText('1,031 schedules deleted').waitFor();
    expect(await total('')).toBe(1);
    await page.getByText('No schedules found').waitFor();
    await page.keyboard.press('z');
    await page.getByText('1,031 schedules are as before.').waitFor();
    expect(await total('')).toBe(MANY + 2);
  });

  it('is offered to each role as far as it goes', async () => {
    for (const role of ['viewer', 'operator'] as const) {
      const own = await browser.newPage({
        viewport: { width: 1440, height: 900 },
        extraHTTPHeaders: { 'x-role': role },
      });
      await own.goto(`${host.rolesUrl}schedules?search=other`);
      await own.getByText(`Ada: ${role}`).waitFor();
      await own.getByTestId('schedule-row-other').waitFor();
      const box = own.getByRole('checkbox', { name: 'Select other' });
      if (role === 'viewer') await box.waitFor({ state: 'detached' });
      else {
        await box.click();
        const buttons = own
          .getByRole('region', { name: 'Selected schedules' })
          .locator('[data-shortcut] button');
        await buttons.first().waitFor();
        expect(await buttons.evaluateAll((all) => all.map((one) => [one.textContent, one.title]))).toEqual([
          ['Run now', ''],
          ['Pause until…', ''],
          ['Resume', ''],
          ['Skip next run', ''],
          ['Enable', 'Needs the role admin'],
          ['Disable', 'Needs the role admin'],
          ['Delete…', 'Needs the role admin'],
        ]);
      }
      await own.close();
    }
  });
});
