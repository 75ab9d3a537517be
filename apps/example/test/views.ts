import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeProblems } from './axe.ts';

const VIEWS = [
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const;

/** Where pictures of the pages go; empty: nowhere. */
const FOLDER = process.env['ZENPULSE_TEST_PICTURES'] ?? '';

interface Look {
  readonly url: string;
  /** Of the pictures. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Waits for what is to be seen, or opens it. */
  readonly until: (page: Page) => Promise<unknown>;
}

/** Looks at a page light and dark, wide and on a phone: nothing is cut off, and axe finds nothing. */
export async function lookAtViews(browser: Browser, { url, name, headers, until }: Look): Promise<void> {
  for (const [colorScheme, width] of VIEWS) {
    const context = await browser.newContext({
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width, height: 900 },
      extraHTTPHeaders: { ...headers },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(url);
    await until(page);
    const scrolled = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect([name, colorScheme, scrolled]).toEqual([name, colorScheme, width]);
    // While a dialog fades in, its contrast is less.
    await expect.poll(() => axeProblems(page), { timeout: 10_000 }).toEqual([]);
    if (FOLDER !== '') {
      mkdirSync(FOLDER, { recursive: true });
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await context.close();
  }
}
