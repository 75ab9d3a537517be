import { chromium } from 'playwright-core';

/** Opens the page in a browser: it must show the schedule of `jobKey` without any failed request or error. */
export async function lookAtPage(mount: string, jobKey: string): Promise<void> {
  const executablePath = process.env['ZENPULSE_TEST_CHROMIUM'];
  if (executablePath === undefined) {
    console.log('not opened in a browser: ZENPULSE_TEST_CHROMIUM names none');
    return;
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${mount}/schedules`);
    await page.getByText(jobKey, { exact: true }).first().waitFor();
    if (problems.length > 0) throw new Error(`the page in Chromium: ${problems.join('; ')}`);
  } finally {
    await browser.close();
  }
}
