import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a script of a folder and resolves to what it printed, once it has ended by itself. */
export async function runScript(cwd: string, name: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [name], { cwd });
  return stdout;
}
