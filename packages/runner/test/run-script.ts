import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a script of a folder until it ends by itself; resolves to its output. */
export async function runScript(cwd: string, name: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [name], { cwd });
  return stdout;
}
