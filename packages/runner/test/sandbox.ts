import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { silentLogger, type Backend } from '@zenpulse/core/ports';
import { connect, resolveSettings, systemClock } from '@zenpulse/store';

const packageDir = fileURLToPath(new URL('../../zenpulse/', import.meta.url));
const runnerBin = join(packageDir, 'bin/zenpulse-runner.mjs');
/** The URL that job modules import where the package is not installed. */
export const zenpulseUrl = pathToFileURL(join(packageDir, 'dist/index.js')).href;

/** A runner process and its output. */
export interface RunnerProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  /** Resolves when the output matches; rejects with all output if the process ends before. */
  said(pattern: RegExp): Promise<void>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** A folder with job modules, a database and runners. */
export interface Sandbox {
  readonly folder: string;
  write(name: string, text: string): Promise<void>;
  read(name: string): Promise<string>;
  backend(): Promise<Backend>;
  /** `before`: a command that starts the runner, such as `unshare`. */
  run(args?: readonly string[], env?: Record<string, string>, before?: readonly string[]): RunnerProcess;
  /** Runs a script in the folder with `node`. */
  script(name: string): RunnerProcess;
  close(): Promise<void>;
}

export async function createSandbox(): Promise<Sandbox> {
  if (!existsSync(join(packageDir, 'dist/runner-bin.js')))
    throw new Error('not built: run `pnpm build` first');
  const folder = await mkdtemp(join(tmpdir(), 'zenpulse-'));
  await writeFile(join(folder, 'package.json'), '{}');
  const runners: RunnerProcess[] = [];
  const backends: Backend[] = [];
  return {
    folder,
    write: (name, text) => writeFile(join(folder, name), text),
    read: (name) => readFile(join(folder, name), 'utf8').catch(() => ''),
    backend: async () => {
      const backend = await connect(await resolveSettings({}, {}, folder), systemClock, silentLogger);
      backends.push(backend);
      return backend;
    },
    run: (args = [], env = {}, before = []) => {
      const runner = startNode(folder, [runnerBin, ...args], env, before);
      runners.push(runner);
      return runner;
    },
    script: (name) => {
      const script = startNode(folder, [name], {}, []);
      runners.push(script);
      return script;
    },
    close: async () => {
      for (const { child } of runners) child.kill('SIGKILL');
      await Promise.all(runners.map(({ ended }) => ended));
      await Promise.all(backends.map((backend) => backend.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startNode(
  cwd: string,
  args: readonly string[],
  env: Record<string, string>,
  before: readonly string[],
): RunnerProcess {
  const [command = process.execPath, ...rest] = [...before, process.execPath, ...args];
  const child = spawn(command, rest, { cwd, env: { ...cleanEnv(), ...env } });
  let output = '';
  let errors = '';
  const waiters = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    for (const look of waiters) look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<number | string>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'gone')),
  );
  return {
    child,
    ended,
    output: () => output,
    errors: () => errors,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(output)) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
        look();
        void ended.then((code) =>
          reject(new Error(`ended with ${code} before ${pattern}:\n${output}${errors}`)),
        );
      }),
  };
}

/** Without the tests' own settings. */
function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ZENPULSE_')));
}

/** Polls until `look` returns something; the limit only makes a broken product fail the test. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false>,
  what: string,
): Promise<T> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never seen: ${what}`);
}
