import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

/** Decorated entities behind tsconfig paths, in the runner's own thread and in one of a job's own. */
const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { threadId } from 'node:worker_threads';
  import { zenpulseJob } from '${zenpulseUrl}';
  import { User, columns } from '@app/entities/user';
  const every = { triggerType: 'interval', intervalValue: 1, intervalUnit: 'seconds', logPolicy: 'all' } as const;
  const note = () => appendFileSync('ran.txt', [threadId === 0 ? 'main' : 'thread', new User('a@b').email, ...columns].join(' ') + '\\n');
  zenpulseJob('inline', every, note);
  zenpulseJob('in_thread', { ...every, isolation: 'thread' }, note);
`;
const USER = `
  export const columns: string[] = [];
  const Column = (): PropertyDecorator => (_target, name) => { columns.push(String(name)); };
  const Inject = (): ParameterDecorator => (_target, _name, index) => { columns.push('parameter' + index); };
  export class User {
    @Column() name!: string;
    @Column() declare nick: string;
    constructor(@Inject() readonly email: string) {}
  }
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await mkdir(join(sandbox.folder, 'src/entities'), { recursive: true });
  await sandbox.write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        paths: { '@app/*': ['./src/*'] },
      },
    }),
  );
});
afterEach(() => sandbox.close());

it('TypeScript job modules with decorated classes and tsconfig paths run inline and in a thread', async () => {
  await sandbox.write('src/entities/user.ts', USER);
  await sandbox.write('src/jobs.ts', JOBS);
  sandbox.run();
  const lines = await eventually(async () => {
    const ran = (await sandbox.read('ran.txt')).split('\n');
    return ['main', 'thread'].every((where) => ran.some((line) => line.startsWith(where))) && ran;
  }, 'runs in both threads');
  for (const line of lines.filter((each) => each !== '')) {
    expect(line).toMatch(/^(main|thread) a@b name nick parameter0$/);
  }
});

it.each([
  ['does not parse', 'export const a = 1;\n\nexport const b: = 3;', 'SyntaxError: Unexpected token', 3],
  [
    'throws',
    `interface A {\n  a: string;\n}\nthrow new Error('no configuration');`,
    'Error: no configuration',
    4,
  ],
])('an imported file that %s is named with its line, in one line', async (_what, text, message, line) => {
  await sandbox.write('src/entities/user.ts', text);
  await sandbox.write('src/jobs.ts', JOBS);
  const runner = sandbox.run();
  expect(await runner.ended).toBe(2);
  const lines = runner.errors().trim().split('\n');
  expect(lines).toHaveLength(1);
  const { folder } = sandbox;
  expect(lines[0]).toContain(
    `error: jobs: ${folder}/src/jobs.ts cannot be loaded: ${message} (${folder}/src/entities/user.ts:${line}:`,
  );
});
