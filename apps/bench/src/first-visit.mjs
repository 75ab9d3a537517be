// What a first visit of the admin sends over the wire, counted by Chromium, for one or several builds of the package:
//   node src/first-visit.mjs [DIST…]
import { builds, countedFiles, openBrowser, startApplication } from './visited-application.mjs';

const browser = await openBrowser();
for (const dist of builds()) {
  const { port, stop } = await startApplication(dist);
  for (const path of ['schedules', 'executions', 'runners']) {
    const files = await visit(`http://localhost:${port}/zenpulse/${path}`);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    console.log(`${dist}: /${path}: ${files.length} requests, ${(bytes / 1024).toFixed(0)} KB`);
    for (const file of files.sort((a, b) => b.bytes - a.bytes).slice(0, 6)) {
      console.log(
        `    ${(file.bytes / 1024).toFixed(1).padStart(7)} KB  ${file.url.replace(/^.*zenpulse/, '')}`,
      );
    }
  }
  stop();
}
await browser.close();

async function visit(url) {
  const context = await browser.newContext(); // an empty cache
  const page = await context.newPage();
  const files = await countedFiles(page);
  await page.goto(url);
  await page.locator('h1').first().waitFor(); // the page itself, which is loaded after its frame
  await page.waitForLoadState('networkidle');
  await context.close();
  return files;
}
