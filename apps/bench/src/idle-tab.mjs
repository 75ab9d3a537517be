// What a tab that is open and left alone asks for in ten minutes, counted by Chromium, for one or several builds of the
// package at once: node src/idle-tab.mjs [DIST…]
import { builds, countedFiles, openBrowser, startApplication } from './visited-application.mjs';

const MINUTES = 10;
const browser = await openBrowser();
await Promise.all(
  builds().flatMap((dist) => ['schedules', 'executions', 'runners'].map((path) => leaveAlone(dist, path))),
);
await browser.close();

async function leaveAlone(dist, path) {
  const { port, stop } = await startApplication(dist);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://localhost:${port}/zenpulse/${path}`);
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined); // never reached by a page that polls constantly
  const files = await countedFiles(page);
  await new Promise((done) => setTimeout(done, MINUTES * 60_000));
  const kilobytes = files.reduce((sum, file) => sum + file.bytes, 0) / 1024;
  const perMinute = (files.length / MINUTES).toFixed(1);
  console.log(
    `${dist}: /${path}: ${files.length} requests in ${MINUTES} minutes, ${perMinute} a minute, ${kilobytes.toFixed(0)} KB`,
  );
  stop();
}
