import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { identifyProcess, type ProcessIdentity } from '../file/process-identity.ts';

/** The identity of a process of this host that has ended. */
export async function deadProcess(runnerId: string): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const pid = child.pid ?? 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  return { ...identifyProcess(runnerId), pid, startedTicks: Number(fields[19]) };
}
