import { spawn, type ChildProcess } from 'node:child_process';

/** A process of a scratch application. */
export interface Child {
  /** Resolves to the match of the first matching output; rejects with all output if the process ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Stops it as a process manager does; resolves to its exit code, or the signal that ended it. */
  stop(): Promise<number | string>;
}

export function startChild(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Child {
  const options = { cwd, env: { ...environment(), ...env } };
  const child = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ended = endOf(child);
  const looks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const look of looks) look();
    });
  }
  return {
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match !== null) resolve(match);
        };
        looks.add(look);
        look();
        void ended.then((code) =>
          reject(new Error(`${command} ended with ${code} before ${pattern}:\n${output}`)),
        );
      }),
    stop: async () => {
      child.kill('SIGTERM');
      const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const code = await ended;
      clearTimeout(impatient);
      return code;
    },
  };
}

/** Runs a command to its end; rejects with all output if it fails. */
export async function runChild(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const options = { cwd, env: { ...environment(), ...env } };
  const child = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const impatient = setTimeout(() => child.kill('SIGKILL'), 600_000);
  const code = await endOf(child);
  clearTimeout(impatient);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

function endOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'gone'));
  });
}

/**
 * The environment of a new user: without our settings and without a package manager's variables. With `NODE_PATH`,
 * which pnpm sets for scripts, drivers of the workspace would be found that are not installed.
 */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(ZENPULSE_|npm_(?!config_registry)|VITEST|NODE_OPTIONS|NODE_PATH)/.test(name),
  );
  return { ...Object.fromEntries(own), NODE_ENV: 'development' };
}
