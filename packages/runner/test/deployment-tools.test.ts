import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile } from './deployment-files.ts';
import { eventually } from './sandbox.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

interface Said {
  readonly status: number | null;
  readonly output: string;
}

function run(command: string, args: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: repository, encoding: 'utf8' });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}` };
}

/** The first of these commands that this machine has; null for none. */
function find(...commands: readonly (readonly [string, ...string[]])[]) {
  return commands.find(([command, ...args]) => run(command, [...args, 'version']).status === 0) ?? null;
}

const compose = find(['docker', 'compose'], ['docker-compose']);
/** Supervisor belongs to one Python of several. */
const python = ['python3', '/usr/bin/python3'].find(
  (command) => run(command, ['-c', 'import supervisor.options']).status === 0,
);
const hasSystemd = run('systemd-analyze', ['--version']).status === 0;
const hasPromtool = run('promtool', ['--version']).status === 0;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenpulse-deployment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The text of the supervisor's file with other words. */
function programOf(changes: readonly (readonly [string, string])[]): string {
  let text = repositoryFile('deploy/supervisor/zenpulse-runner.conf');
  for (const [word, here] of changes) text = text.replaceAll(word, () => here);
  return text;
}

function linesOf(file: string): number {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

/** A copy whose words are those of this machine. */
async function adapted(path: string, changes: readonly (readonly [string, string])[]): Promise<string> {
  let text = repositoryFile(path);
  for (const [word, here] of changes) {
    expect(text).toContain(word);
    text = text.replaceAll(word, here);
  }
  const copy = join(folder, path.split('/').at(-1) ?? '');
  await writeFile(copy, text);
  return copy;
}

// Each is read by the tool that will read it, where this machine has the tool. No engine and no server is needed.
describe('the tools that read the deployment files find nothing wrong', () => {
  it.skipIf(compose === null)('docker compose (skipped where there is none)', () => {
    const [command = '', ...args] = compose ?? [];
    const read = (...more: string[]) => run(command, [...args, 'config', ...more]);
    expect(read('--quiet')).toEqual({ status: 0, output: '' });
    expect(read('--services').output.trim().split('\n').sort()).toEqual([
      'app',
      'db',
      'migrate',
      'runner-1',
      'runner-2',
    ]);
  });

  it.skipIf(!hasSystemd)('systemd-analyze verify (skipped where there is no systemd)', async () => {
    const unit = await adapted('deploy/systemd/zenpulse-runner.service', [
      ['/usr/bin/node', process.execPath],
    ]);
    expect(run('systemd-analyze', ['verify', unit])).toEqual({ status: 0, output: '' });
  });

  it.skipIf(python === undefined)('supervisord (skipped where there is no supervisor)', async () => {
    const program = await adapted('deploy/supervisor/zenpulse-runner.conf', [
      ['user=app', `user=${userInfo().username}`],
      ['/srv/app', folder],
      ['/var/log/supervisor', folder],
    ]);
    const main = join(folder, 'supervisord.conf');
    await writeFile(main, `[supervisord]\n[include]\nfiles=${program}\n`);
    const said = run(python ?? '', ['-c', READS_PROGRAMS, '-c', main]);
    expect(said.output).toMatch(/^zenpulse-runner 45 \[0, 2, 75\] 0$/m);
    expect(said.status).toBe(0);
  });

  it.skipIf(python === undefined)(
    'supervisord starts it again after 1, 70 and a signal, not after 0, 2, 75 (skipped where there is no supervisor)',
    async () => {
      const ends = ['exit 1', 'exit 70', 'kill -9 $$', 'exit 0', 'exit 2', 'exit 75'];
      const command =
        '/usr/bin/node node_modules/zenpulse/bin/zenpulse-runner.mjs --lock --grace 30 --http 9090';
      const programs = ends.map((end, index) =>
        programOf([
          ['[program:zenpulse-runner]', `[program:end${index}]`],
          [command, `/bin/sh -c "echo started >> ${folder}/end${index}; sleep 0.1; ${end}"`],
          ['user=app', `user=${userInfo().username}`],
          ['/srv/app', folder],
          ['/var/log/supervisor/zenpulse-runner.log', `${folder}/end${index}.log`],
        ]),
      );
      const main = join(folder, 'ends.conf');
      const own = `[supervisord]\nlogfile=${folder}/s.log\npidfile=${folder}/s.pid\n`;
      await writeFile(main, [own, ...programs].join('\n'));
      const supervisord = spawn(python ?? '', ['-m', 'supervisor.supervisord', '-n', '-c', main], {
        stdio: 'ignore',
      });
      const ended = once(supervisord, 'exit');
      const starts = (index: number) => linesOf(join(folder, `end${index}`));
      try {
        const again = async () => [0, 1, 2].every((index) => starts(index) >= 4);
        await eventually(again, 'programs that are started again');
        expect([3, 4, 5].map(starts)).toEqual([1, 1, 1]);
      } finally {
        supervisord.kill('SIGTERM');
        await ended;
      }
    },
  );

  it.skipIf(!hasPromtool)('promtool check rules (skipped where there is no Prometheus)', () => {
    const said = run('promtool', ['check', 'rules', 'deploy/prometheus/zenpulse-alerts.yml']);
    expect(said.output).toMatch(/SUCCESS: \d+ rules found/);
    expect(said.status).toBe(0);
  });
});

/** Reads the configuration as `supervisord` does, and prints what it made of the programs. */
const READS_PROGRAMS = `
import sys
from supervisor.options import ServerOptions
options = ServerOptions()
options.realize(sys.argv[1:])
for group in options.process_group_configs:
    for program in group.process_configs:
        print(program.name, program.stopwaitsecs, program.exitcodes, program.startsecs)
`;
