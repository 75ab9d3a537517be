// What a first visit of the admin sends over the wire, counted by Chromium, for one or several builds of the package:
//   node src/first-visit.mjs [DIST…]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const OWN = resolve(import.meta.dirname, '../../../packages/zenpulse/dist');
const builds = process.argv.length > 2 ? process.argv.slice(2).map((path) => resolve(path)) : [OWN];
const browser = await chromium.launch({
  executablePath: process.env['ZENPULSE_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const dist of builds) {
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
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  const urls = new Map();
  const files = [];
  network.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    files.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength }),
  );
  await page.goto(url);
  await page.locator('h1').first().waitFor(); // the page itself, which is loaded after its frame
  await page.waitForLoadState('networkidle');
  await context.close();
  return files;
}

/** An application of its own process, with the admin and nothing else. */
async function startApplication(dist) {
  const folder = mkdtempSync(join(tmpdir(), 'zenpulse-visit-'));
  const source = `
    import { createServer } from 'node:http';
    import { createRequire } from 'node:module';
    const { zenpulseAdmin } = await import(${JSON.stringify(pathToFileURL(join(dist, 'express.js')).href)});
    let app;
    const admin = zenpulseAdmin({ database: ${JSON.stringify(`file:${join(folder, 'zenpulse.db')}`)} });
    try {
      const express = createRequire(${JSON.stringify(join(dist, 'express.js'))})('express'); // builds before needed its prototypes
      app = express().use('/zenpulse', admin);
    } catch {
      app = (request, response) => {
        request.originalUrl = request.url;
        request.url = request.url.replace(/^\\/zenpulse/, '') || '/';
        admin(request, response, () => response.end());
      };
    }
    const server = createServer(app).listen(0, '127.0.0.1', () => console.log('port', server.address().port));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    env: { ...process.env, NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^port (\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    const stop = () => {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    };
    return { port: Number(port), stop };
  }
  throw new Error(`expected the application of ${dist} to start`);
}
