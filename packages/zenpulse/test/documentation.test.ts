import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const documents = ['README.md', 'docs/in-code.md'];

interface Example {
  readonly name: string;
  readonly language: string;
  readonly code: string;
  /** The output, if the page shows it. */
  readonly output: string | undefined;
}

/** The fenced blocks marked with `run=name`, each with the block `output=name`. */
function examplesIn(markdown: string): Example[] {
  const blocks = [...markdown.matchAll(/^```(\w+) (run|output)=([\w-]+)\n([\s\S]*?)^```$/gm)];
  const outputs = new Map(
    blocks.filter(([, , kind]) => kind === 'output').map(([, , , name, text]) => [name, text]),
  );
  return blocks
    .filter(([, , kind]) => kind === 'run')
    .map(([, language = '', , name = '', code = '']) => ({
      name,
      language,
      code,
      output: outputs.get(name),
    }));
}

const examples = (await Promise.all(documents.map((file) => readFile(join(root, file), 'utf8')))).flatMap(
  examplesIn,
);

describe('the examples of the documentation', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zenpulse-docs-'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(join(root, 'packages/zenpulse'), join(folder, 'node_modules/zenpulse'));
    const require = createRequire(join(root, 'apps/example/package.json'));
    await symlink(join(require.resolve('express'), '..'), join(folder, 'node_modules/express'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are there', () => {
    expect(examples.map(({ name }) => name)).toEqual([
      'readme-jobs',
      'readme-admin',
      'next-runs',
      'runner',
      'store',
      'config',
      'testing',
    ]);
  });

  it.each(examples.map((example) => [example.name, example] as const))(
    'run as written: %s',
    async (name, example) => {
      const file = join(folder, `${name}.${example.language}`);
      await writeFile(file, example.code);
      const run = promisify(execFile);
      const command =
        example.language === 'ts'
          ? [join(folder, 'node_modules/zenpulse/bin/zenpulse.mjs'), 'jobs', '--jobs', file]
          : [file];
      const { stdout } = await run(process.execPath, command, {
        cwd: folder,
        env: { ...process.env, NODE_ENV: 'production' },
      });
      if (example.output !== undefined) expect(stdout).toBe(example.output);
      if (example.language === 'ts') expect(stdout).toContain('send_daily_report');
    },
  );

  it('are a configuration that the command line goes by', async () => {
    const example = examples.find(({ name }) => name === 'config');
    const project = join(folder, 'configured');
    await mkdir(project);
    await writeFile(join(project, 'zenpulse.config.mjs'), example?.code ?? '');
    const zenpulse = (...args: string[]) =>
      promisify(execFile)(
        process.execPath,
        [join(folder, 'node_modules/zenpulse/bin/zenpulse.mjs'), ...args],
        {
          cwd: project,
        },
      );
    const noon = ['next', '--cron', '0 12 * * *', '--from', '2026-01-01T00:00:00Z', '--count', '1', '--json'];
    expect(JSON.parse((await zenpulse(...noon)).stdout)).toEqual(['2026-01-01T11:00:00.000Z']);
    expect((await zenpulse('schedules')).stderr).toBe(
      `note: there is no database yet at SQLite ${join(project, 'data/zenpulse.db')}\n`,
    );
    await expect(zenpulse('jobs')).rejects.toThrow(
      `there is no file or folder ${join(project, 'src/jobs.ts')}`,
    );
  });
});
