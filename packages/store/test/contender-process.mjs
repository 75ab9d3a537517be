// Starts `contender.ts` in its own process and reads its events. Plain JavaScript, for `stampede.mjs`.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** Bundles the contender where its libraries are found; resolves to the file. */
export async function buildContender() {
  const dir = fileURLToPath(new URL('../node_modules/.contender', import.meta.url));
  mkdirSync(dir, { recursive: true });
  const file = `${dir}/contender-${process.pid}.mjs`;
  const bundler = await rolldown({
    input: fileURLToPath(new URL('./contender.ts', import.meta.url)),
    platform: 'node',
    external: [/^node:/, 'proper-lockfile'],
    resolve: { conditionNames: ['zenpulse-source', 'import', 'node', 'default'] },
  });
  await bundler.write({ file, format: 'esm' });
  await bundler.close();
  return file;
}

/**
 * A started contender. `told` collects its events; `heard(test)` resolves to the first one, from `from` on, that
 * matches, and rejects if the process ends before.
 */
export async function startContender(file, { prefix = [] } = {}) {
  const [command, ...args] = [...prefix, process.execPath, file];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const told = [];
  const waiting = new Set();
  const look = () => {
    for (const one of waiting) one();
  };
  let hasEnded = false;
  const ended = new Promise((resolve) => {
    child.once('close', () => {
      hasEnded = true;
      resolve();
      look();
    });
  });
  child.stdin.on('error', () => undefined); // it was killed
  createInterface({ input: child.stdout }).on('line', (line) => {
    told.push(JSON.parse(line));
    look();
  });
  const heard = (test, from = 0) =>
    new Promise((resolve, reject) => {
      const one = () => {
        const fact = told.slice(from).find(test);
        if (fact === undefined && !hasEnded) return;
        waiting.delete(one);
        if (fact === undefined) reject(new Error(`it ended; it had told ${JSON.stringify(told)}`));
        else resolve(fact);
      };
      waiting.add(one);
      one();
    });
  const contender = {
    child,
    told,
    heard,
    ended,
    order: (order) => child.stdin.write(`${JSON.stringify(order)}\n`),
    end: async (signal = 'SIGKILL') => {
      child.kill(signal);
      await ended;
    },
  };
  await heard(({ is }) => is === 'up');
  return contender;
}

/** Milliseconds on the clock that the contenders use. */
export function machineNow() {
  return Number(process.hrtime.bigint()) / 1e6;
}
