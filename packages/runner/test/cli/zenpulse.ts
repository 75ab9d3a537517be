import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const bin = fileURLToPath(new URL('../../../zenpulse/bin/zenpulse.mjs', import.meta.url));

/** A command's output and exit code. */
export interface Answer {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ZenpulseProcess {
  /** Resolves when stdout matches; rejects if the process ends before. */
  said(pattern: RegExp): Promise<void>;
  /** All of stderr so far. */
  remarks(): string;
  interrupt(): void;
  readonly ended: Promise<Answer>;
}

/** Starts the real command line in a folder. */
export function startZenpulse(
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ZenpulseProcess {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...cleanEnv(), ...env },
    stdio: 'pipe',
  });
  child.stdin.end();
  let stdout = '';
  let stderr = '';
  const looks = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    for (const look of looks) look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Answer>((resolve) =>
    child.on('close', (code, signal) => resolve({ code: code ?? signal ?? 'gone', stdout, stderr })),
  );
  return {
    ended,
    remarks: () => stderr,
    interrupt: () => void child.kill('SIGINT'),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (pattern.test(stdout)) resolve();
        };
        looks.add(look);
        look();
        void ended.then(({ code }) =>
          reject(new Error(`ended with ${code} before ${pattern}:\n${stdout}${stderr}`)),
        );
      }),
  };
}

export function zenpulse(cwd: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Answer> {
  return startZenpulse(cwd, args, env).ended;
}

/** The JSON answer of a command that must succeed. */
export async function answerOf<T>(cwd: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<T> {
  const { code, stdout, stderr } = await zenpulse(cwd, [...args, '--json'], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as T; // the test asserts on the result
}

/** Runs a command that must fail: nothing on stdout, one line on stderr, exit code 2. */
export async function refusalOf(
  cwd: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<string> {
  const { code, stdout, stderr } = await zenpulse(cwd, args, env);
  expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
    code: 2,
    stdout: '',
    lines: 1,
  });
  expect(stderr).toMatch(/^error: /);
  return stderr.trimEnd().slice('error: '.length);
}

/** Without the tests' own settings and without colours. */
function cleanEnv(): NodeJS.ProcessEnv {
  const isForeign = (name: string) =>
    name.startsWith('ZENPULSE_') || name === 'DATABASE_URL' || name === 'FORCE_COLOR';
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForeign(name)));
}
