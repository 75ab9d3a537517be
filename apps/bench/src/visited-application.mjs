// An application for benchmarks of the page in a browser.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/** The builds of the package whose folders were named, or this workspace's. */
export function builds() {
  const own = resolve(import.meta.dirname, '../../../packages/zenpulse/dist');
  return process.argv.length > 2 ? process.argv.slice(2).map((path) => resolve(path)) : [own];
}

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env['ZENPULSE_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

/** Counts what a page loads from now on: `{ url, bytes }` each, including headers. */
export async function countedFiles(page) {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  const urls = new Map();
  const files = [];
  network.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    files.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength }),
  );
  return files;
}

/** An application in its own process, with only the admin. */
export async function startApplication(dist) {
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
