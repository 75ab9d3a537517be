import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { chromium, type Response } from 'playwright-core';
import { request as open, type IncomingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createdSchedule, intervalBody } from './samples.ts';
import { startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
afterEach(() => admin.close());

interface Bytes {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** As it comes over the wire. */
function fetchBytes(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    open(
      { host: '127.0.0.1', port: admin.port, path: `/zenpulse${path}`, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    )
      .on('error', reject)
      .end();
  });
}

const assetsIn = (html: string) =>
  [...html.matchAll(/(?:src|href)="(?:\.\/)?(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => `/${path}`);

describe('a file of the page', () => {
  it('comes in the smallest form that the browser takes, and the same in each', async () => {
    admin = await startAdmin();
    const assets = assetsIn((await fetchBytes('/')).body.toString());
    expect(assets.length).toBeGreaterThanOrEqual(2);
    for (const path of [...assets, '/color-scheme.js', '/skeleton.css']) {
      const plain = await fetchBytes(path);
      if (plain.body.length < 500) continue; // not compressed
      expect([plain.status, plain.headers['content-encoding'], plain.headers.vary]).toEqual([
        200,
        undefined,
        'Accept-Encoding',
      ]);
      for (const [accepted, coding] of [
        ['gzip, deflate, br, zstd', 'br'],
        ['gzip', 'gzip'],
        ['br;q=0, gzip', 'gzip'],
        ['br;q=0, gzip;q=0, *', undefined],
        ['identity', undefined],
        ['*', 'br'],
      ] as const) {
        const { headers, body } = await fetchBytes(path, { 'accept-encoding': accepted });
        expect([path, accepted, headers['content-encoding']]).toEqual([path, accepted, coding]);
        expect([headers['content-type'], headers.etag]).toEqual([
          plain.headers['content-type'],
          plain.headers.etag,
        ]);
        const text =
          coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body;
        expect(text.equals(plain.body)).toBe(true);
        if (coding !== undefined) expect(body.length).toBeLessThan(plain.body.length);
      }
    }
  });

  it('is not sent again to a browser that has it', async () => {
    admin = await startAdmin();
    const [path = ''] = assetsIn((await fetchBytes('/')).body.toString());
    const { etag = '' } = (await fetchBytes(path)).headers;
    for (const given of [etag, `"other", ${etag}`, etag.replace('W/', '')]) {
      const again = await fetchBytes(path, { 'if-none-match': given, 'accept-encoding': 'br' });
      expect([again.status, again.body.length, again.headers['cache-control']]).toEqual([
        304,
        0,
        'private, max-age=31536000, immutable',
      ]);
    }
    expect((await fetchBytes(path, { 'if-none-match': '"other"' })).status).toBe(200);
  });
});

describe('an answer of the API', () => {
  it('carries a tag of its content: 304 where nothing changed, and anew after a change', async () => {
    admin = await startAdmin();
    const { id } = await createdSchedule(admin, intervalBody('a', { enabled: false }));
    const first = await fetchBytes('/api/schedules');
    const given = { 'if-none-match': first.headers.etag ?? '' };
    const again = await fetchBytes('/api/schedules', given);
    expect([again.status, again.body.length, again.headers['cache-control']]).toEqual([304, 0, 'no-store']);
    await admin.patch(`/api/schedules/${id}`, { version: 1, maxInstances: 2 });
    expect((await fetchBytes('/api/schedules', given)).status).toBe(200);
    expect((await admin.post('/api/preview', { triggerType: 'cron' })).headers.etag).toBeUndefined();
  });

  it('is compressed when it is large and the browser takes that', async () => {
    admin = await startAdmin();
    for (let n = 0; n < 12; n += 1)
      await createdSchedule(admin, intervalBody(`job-${n}`, { enabled: false }));
    const plain = await fetchBytes('/api/schedules');
    const small = await fetchBytes('/api/schedules?limit=1', { 'accept-encoding': 'gzip' });
    const { headers, body } = await fetchBytes('/api/schedules', { 'accept-encoding': 'gzip, br' });
    expect([plain.headers['content-encoding'], small.headers['content-encoding']]).toEqual([
      undefined,
      undefined,
    ]);
    expect([headers['content-encoding'], headers.vary]).toEqual(['gzip', 'Accept-Encoding']);
    expect(gunzipSync(body).equals(plain.body)).toBe(true);
    expect(body.length * 4).toBeLessThan(plain.body.length);
  });
});

/** All files of a kind that a page has loaded, each compressed by itself: modules that it preloads as well. */
async function gzippedKilobytes(answers: readonly Response[], ending: string): Promise<number> {
  const files = answers.filter((answer) => new URL(answer.url()).pathname.endsWith(ending));
  const bodies = await Promise.all(files.map((file) => file.body()));
  expect(bodies.length).toBeGreaterThan(0);
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0) / 1_024;
}

const executablePath = process.env['ZENPULSE_TEST_CHROMIUM'];
if (executablePath === undefined)
  console.log('ZENPULSE_TEST_CHROMIUM is not set: the first visit is not counted');

describe.runIf(executablePath !== undefined)('a first visit in a browser', () => {
  it.each([
    ['', 'localhost', 190],
    ['schedules', 'localhost', 190],
    ['jobs', 'localhost', 190],
    ['runners', 'localhost', 190],
    ['executions', 'localhost', 190],
    ['schedules/$id', 'localhost', 195],
    ['changes', 'localhost', 190],
    ['schedules/$id/changes', 'localhost', 190],
    ['tokens', 'localhost', 190],
    ['blackouts', 'localhost', 190],
    ['schedules', 'jobs.example', 210], // over plain http browsers accept only gzip
  ] as const)('of /%s at %s sends at most %d KB, and the console says nothing', async (path, host, most) => {
    admin = await startAdmin({ options: { authorize: () => true } });
    const browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP jobs.example 127.0.0.1'],
    });
    try {
      const page = await (await browser.newContext()).newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      const network = await page.context().newCDPSession(page);
      await network.send('Network.enable');
      let bytes = 0;
      network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      const answers: Response[] = [];
      page.on('response', (response) => answers.push(response));
      const { id } = await createdSchedule(admin, intervalBody('a', { enabled: false }));
      await page.goto(`http://${host}:${admin.port}/zenpulse/${path.replace('$id', id)}`);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.locator('.skeleton').count()).toBe(0);
      expect(bytes).toBeGreaterThan(50_000);
      // A schedule's run history computes its days with the rules of cron, 9 KB.
      expect(await gzippedKilobytes(answers, '.js')).toBeLessThanOrEqual(
        path === 'schedules/$id' ? 160 : 150,
      );
      expect(await gzippedKilobytes(answers, '.css')).toBeLessThanOrEqual(25);
      expect(bytes).toBeLessThanOrEqual(most * 1024);
      expect(said).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('shows the frame of the page before any of its code has come', async () => {
    admin = await startAdmin();
    const { body } = await fetchBytes('/schedules');
    expect(body.toString()).toMatch(/<div id="root">\s*<div class="skeleton" role="status"/);
  });
});
