import { BY_TEST } from '@zenpulse/core/testing';
import { createServer } from 'node:http';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('tick', () => {});
  zenpulseJob('broken', () => { throw new Error('no'); });
  zenpulseJob('slow', () => sleep(600_000));
`;

let sandbox: Sandbox;
let backend: Backend;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
  backend = await sandbox.backend();
});
afterEach(() => sandbox.close());

/** Where it listens, with the port it was given. */
async function urlOf(runner: RunnerProcess): Promise<string> {
  await runner.said(/"address":"[^"]+"/);
  const [, address] = /"address":"([^"]+)"/.exec(runner.output()) ?? [];
  return `http://${address}`;
}

interface Readiness {
  readonly status: string;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
}

async function readiness(url: string): Promise<{ status: number; codes: string[] }> {
  const answer = await fetch(`${url}/readyz`);
  const { reasons } = (await answer.json()) as Readiness;
  return { status: answer.status, codes: reasons.map(({ code }) => code) };
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

describe('--http', () => {
  it('answers probes on this machine only, and counts what ran', async () => {
    const runner = sandbox.run(['--http', '0']);
    const url = await urlOf(runner);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await eventually(async () => (await readiness(url)).status === 200, 'readiness');

    await backend.schedules.create(fields({ jobKey: 'tick', logPolicy: 'none' }), BY_TEST);
    await backend.schedules.create(fields({ jobKey: 'broken' }), BY_TEST);
    await backend.schedules.create(fields({ jobKey: 'slow' }), BY_TEST);
    const runs = (job: string, outcome: string) =>
      metric(url, `zenpulse_runs_total{job_key="${job}",outcome="${outcome}"}`);
    await eventually(async () => (await runs('tick', 'success')) >= 2, 'two runs of tick');
    await eventually(async () => (await runs('broken', 'fail')) >= 1, 'a failure');
    await eventually(async () => (await runs('slow', 'skipped')) >= 1, 'a run that found its instance busy');
    expect(await runs('tick', 'fail')).toBe(0);
    expect(await metric(url, 'zenpulse_schedules')).toBe(3);
    const ofSchedule = (what: string, job: string) =>
      metric(url, `zenpulse_schedule_${what}{job_key="${job}",variant=""}`);
    expect(await ofSchedule('enabled', 'tick')).toBe(1);
    expect(await ofSchedule('last_success_timestamp_seconds', 'tick')).toBeGreaterThan(1.7e9);
    expect(await ofSchedule('last_success_timestamp_seconds', 'broken')).toBeNaN(); // there is none
    expect(await ofSchedule('next_run_timestamp_seconds', 'tick')).toBeGreaterThan(
      await ofSchedule('last_success_timestamp_seconds', 'tick'),
    );
    expect(await metric(url, 'zenpulse_schedules_left_out')).toBe(0);
    expect(await metric(url, 'zenpulse_running')).toBeGreaterThanOrEqual(1);
    expect(await metric(url, 'zenpulse_lease_held')).toBe(1);
    expect(await metric(url, 'zenpulse_ready')).toBe(1);
    expect(await metric(url, 'zenpulse_revision_applied')).toBe(
      (await backend.schedules.readRevision()).revision,
    );
    expect(await metric(url, 'zenpulse_run_lateness_seconds_count')).toBeGreaterThanOrEqual(3);
    const age = Date.now() / 1000 - (await metric(url, 'zenpulse_heartbeat_timestamp_seconds'));
    expect(age).toBeLessThan(10);
  });

  it('is ready as a standby too', async () => {
    const first = sandbox.run(['--lock', '--http', '0']);
    await first.said(/This runner fires/);
    const second = sandbox.run(['--lock', '--http', '0']);
    await second.said(/Another runner holds the lease/);
    const urls = [await urlOf(first), await urlOf(second)];
    expect(await Promise.all(urls.map(readiness))).toEqual([
      { status: 200, codes: [] },
      { status: 200, codes: [] },
    ]);
    expect(await Promise.all(urls.map((url) => metric(url, 'zenpulse_lease_held')))).toEqual([1, 0]);
  });

  it('lives and is not ready while it stops, and is gone afterwards', async () => {
    const runner = sandbox.run(['--http', '0', '--grace', '2']);
    const url = await urlOf(runner);
    await backend.schedules.create(fields({ jobKey: 'slow' }), BY_TEST);
    await eventually(async () => (await metric(url, 'zenpulse_running')) === 1, 'the job at work');
    runner.child.kill('SIGTERM');
    const stopping = await eventually(async () => {
      const now = await readiness(url);
      return now.status === 503 && now;
    }, 'the stop');
    expect(stopping.codes).toEqual(['stopping']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await runner.ended).toBe(0);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it('reports that the journal cannot be written, and when it can again', async () => {
    const runner = sandbox.run(['--http', '0']);
    const url = await urlOf(runner);
    await runner.said(/This runner fires/);
    const own = join(sandbox.folder, '.zenpulse/runners');
    runner.child.kill('SIGSTOP'); // or it makes the folder anew between the two
    await rename(own, `${own}-away`);
    await writeFile(own, 'a file where the folder was');
    runner.child.kill('SIGCONT');
    await backend.schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
    await eventually(async () => (await readiness(url)).codes.includes('journal-degraded'), 'degraded').catch(
      (error: unknown) => {
        throw new Error(runner.output(), { cause: error });
      },
    );
    expect(await metric(url, 'zenpulse_journal_degraded')).toBe(1);
    await rename(own, `${own}-file`);
    await mkdir(own, { recursive: true }); // the runner may have made it by then
    await eventually(async () => (await readiness(url)).status === 200, 'readiness again');
  });

  it('refuses a port that is taken in one line and exits with 2, having fired nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo;
      const runner = sandbox.run(['--http', String(port)]);
      expect(await runner.ended).toBe(2);
      expect(runner.errors()).toBe(
        `error: http: expected an address that is free, got 127.0.0.1:${port}: another process listens there\n`,
      );
      expect(runner.output()).not.toMatch(/This runner fires/);
    } finally {
      server.close();
    }
  });

  it.each(['70000', 'nine', 'http://127.0.0.1:9090'])(
    'refuses %s in one line and exits with 2',
    async (given) => {
      const runner = sandbox.run(['--http', given]);
      expect(await runner.ended).toBe(2);
      expect(runner.errors()).toMatch(
        /^error: option '--http <port>' .* Expected a port from 0 to 65535, or .*\n$/,
      );
    },
  );
});

it('without --http nothing listens and the library of the metrics is not loaded', async () => {
  const runner = sandbox.run(['--log-level', 'debug'], { NODE_DEBUG: 'module' });
  await runner.said(/This runner fires/);
  expect(runner.errors()).toContain('pino');
  expect(runner.errors()).not.toContain('prom-client');
  expect(runner.output()).not.toContain('/healthz');
});
