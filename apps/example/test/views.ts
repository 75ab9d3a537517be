import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeProblems } from './axe.ts';

/** Every page is looked at in these: light and dark, wide and on a phone. */
export const VIEWS = [
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

interface View {
  readonly page: Page;
  /** Nothing is cut off, and axe finds nothing; waits for dialogs that fade in, when their contrast is less. */
  isSound(): Promise<void>;
  close(): Promise<void>;
}

export async function openView(
  browser: Browser,
  [colorScheme, width]: (typeof VIEWS)[number],
  headers: Readonly<Record<string, string>> = {},
): Promise<View> {
  const context = await browser.newContext({
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
    extraHTTPHeaders: { ...headers },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const found = async () => [
    ...(await axeProblems(page)),
    await page.evaluate<number>('document.documentElement.scrollWidth'),
  ];
  return {
    page,
    isSound: () => expect.poll(found, { timeout: 30_000 }).toEqual([width]),
    close: () => context.close(),
  };
}

/** Looks at a page in every view. */
export async function lookAtViews(browser: Browser, { url, name, headers, until }: Look): Promise<void> {
  for (const shown of VIEWS) {
    const view = await openView(browser, shown, headers);
    await view.page.goto(url);
    await until(view.page);
    await view.isSound();
    if (FOLDER !== '') {
      mkdirSync(FOLDER, { recursive: true });
      const [colorScheme, width] = shown;
      await view.page.screenshot({
        path: join(FOLDER, `${name}-${width}-${colorScheme}.png`),
        fullPage: true,
      });
    }
    await view.close();
  }
}
