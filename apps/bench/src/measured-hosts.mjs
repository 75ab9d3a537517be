// Two Express applications with the admin in processes of their own, one of them idle, and how long requests to the other
// one take and keep its event loop.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figure, quantile, table } from './report.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** `requests`: how many are measured of each path. `folder`: of another checkout's benchmarks, whose build is measured. */
export async function startHosts(url, requests, folder = here) {
  const [host, idle] = await Promise.all([startHost(url, folder), startHost(url, folder)]);

  /**
   * Measures the first answer separately; then requests one after the other, and the lowest of five rounds' longest
   * blocks, beside an idle process for the same time.
   */
  async function measure(name, path) {
    const [all, blocks, idleBlocks] = [[], [], []];
    const [first] = await times(`/zenpulse/api/${path}`, 1);
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([host, idle].map((one) => getFrom(one, '/block')));
      all.push(...(await times(`/zenpulse/api/${path}`, Math.ceil(requests / 5))));
      const [mine, others] = await Promise.all(
        [host, idle].map(async (one) => Number(await getFrom(one, '/block'))),
      );
      blocks.push(mine);
      idleBlocks.push(others);
    }
    return {
      name,
      first,
      p50: quantile(all, 0.5),
      p95: quantile(all, 0.95),
      block: Math.min(...blocks),
      idleBlock: Math.min(...idleBlocks),
    };
  }

  async function times(path, count) {
    const found = [];
    for (let n = 0; n < count; n += 1) {
      const startedAt = performance.now();
      await getFrom(host, path);
      found.push(performance.now() - startedAt);
    }
    return found;
  }

  return {
    measure,
    times,
    get: (path) => getFrom(host, path),
    json: async (path) => JSON.parse(await getFrom(host, `/zenpulse/api/${path}`)),
    stop: () => [host, idle].forEach(({ child }) => child.kill('SIGTERM')),
  };
}

export function measuredTable(asked) {
  return table(
    ['request', 'first ms', 'p50 ms', 'p95 ms', 'longest block of the loop, ms', 'of an idle process, ms'],
    asked.map(({ name, first, p50, p95, block, idleBlock }) => [
      name,
      ...[first, p50, p95, block, idleBlock].map(figure),
    ]),
  );
}

/** Two builds that were asked the same in turns: `[before, now]` of each request. */
export function comparedTable(asked) {
  const above = ({ block, idleBlock }) => Math.max(0, block - idleBlock);
  return table(
    [
      'request',
      'first ms',
      'p50 ms',
      'p95 ms',
      'p95 before, ms',
      'before ÷ now',
      'longest block above idle, ms',
      'before, ms',
    ],
    asked.map(([before, now]) => [
      now.name,
      ...[now.first, now.p50, now.p95, before.p95].map(figure),
      `${figure(before.p95 / now.p95)} ×`,
      ...[above(now), above(before)].map(figure),
    ]),
  );
}

async function getFrom({ port }, path) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.text();
}

/** Starts an application with the admin; resolves once it listens. */
function startHost(url, folder) {
  const child = spawn(process.execPath, [join(folder, 'million-host.mjs')], {
    env: { ...process.env, NODE_ENV: 'development', ZENPULSE_DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the host ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      const [, port] = /listening on (\d+)/.exec(String(chunk)) ?? [];
      if (port !== undefined) resolve({ child, port });
    });
  });
}
