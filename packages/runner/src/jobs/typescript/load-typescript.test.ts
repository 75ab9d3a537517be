import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTypescriptLoader } from './load-typescript.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zenpulse-typescript-'));
  write('package.json', '{}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
const tsconfig = (compilerOptions: object, more: object = {}) =>
  write('tsconfig.json', JSON.stringify({ compilerOptions, ...more }));
const load = async (name: string) =>
  (await createTypescriptLoader().load(join(folder, name))) as Record<string, unknown>;

/** As reflect-metadata, TypeORM, class-validator and Nest write them. */
const DECORATORS = `
  export const notes: unknown[] = [];
  Object.assign(Reflect, { metadata: (key: string, value: any) => (target: any, name?: string) => {
    notes.push([key, name ?? target.name, Array.isArray(value) ? value.map((one) => one?.name) : value?.name]);
  } });
  export const Entity = (): ClassDecorator => (target) => { notes.push(['entity', target.name]); };
  export const Column = (): PropertyDecorator => (_target, name, ...rest: unknown[]) => { notes.push(['column', name, rest[0]]); };
  export const Inject = (token: string): ParameterDecorator => (_target, name, index) => { notes.push(['inject', name, index, token]); };
  export const Get = (): MethodDecorator => (_target, name, descriptor) => { notes.push(['get', name, typeof descriptor.value]); };
`;
const ENTITY = `
  import { Column, Entity, Get, Inject, notes } from './decorators';
  import { Address } from './address';
  @Entity()
  export class User {
    @Column() name!: string;
    @Column() declare nick: string;
    @Column() age?: number = 3;
    @Column() address: Address;
    @Column() readonly since: Date;
    constructor(@Inject('mail') private readonly mail: Address, public size: number) { this.since = new Date(0); this.address = mail; }
    @Get() find(@Inject('id') _id: string): void {}
  }
  export const keys = Object.keys(new User(new Address(), 1));
  export { notes };
`;

describe('decorators', () => {
  beforeEach(() => {
    write('decorators.ts', DECORATORS);
    write('address.ts', 'export class Address {}');
    write('jobs.ts', ENTITY);
  });

  it.each([
    ['without a tsconfig', null],
    ['as Nest sets it up', { experimentalDecorators: true, emitDecoratorMetadata: true, target: 'ES2023' }],
  ])('are called with their metadata %s', async (_how, options) => {
    if (options !== null) tsconfig(options);
    const { notes } = await load('jobs.ts');
    expect(notes).toEqual(
      expect.arrayContaining([
        ['column', 'name', undefined],
        ['design:type', 'name', 'String'],
        ['column', 'nick', undefined],
        ['design:type', 'nick', 'String'],
        ['design:type', 'address', 'Address'],
        ['design:type', 'since', 'Date'],
        ['inject', undefined, 0, 'mail'],
        ['inject', 'find', 0, 'id'],
        ['get', 'find', 'function'],
        ['design:paramtypes', 'User', ['Address', 'Number']],
        ['entity', 'User'],
      ]),
    );
  });

  it('have no metadata where the tsconfig asks for none', async () => {
    tsconfig({ experimentalDecorators: true });
    const { notes } = await load('jobs.ts');
    expect((notes as unknown[][]).filter(([key]) => String(key).startsWith('design:'))).toEqual([]);
    expect(notes).toContainEqual(['column', 'name', undefined]);
  });

  it.each([
    [{ useDefineForClassFields: false }, ['mail', 'size', 'age', 'since', 'address']],
    [{ target: 'ES2017' }, ['mail', 'size', 'age', 'since', 'address']],
    [{ target: 'ES2022' }, ['mail', 'size', 'name', 'age', 'address', 'since']],
  ])('leave fields without a value out of an instance where %j says so', async (options, keys) => {
    tsconfig({ experimentalDecorators: true, ...options });
    expect(((await load('jobs.ts'))['keys'] as string[]).toSorted()).toEqual(keys.toSorted());
  });
});

describe('tsconfig', () => {
  it.each([
    ['paths', { paths: { '@lib/*': ['./src/lib/*'] } }, '@lib/greet'],
    ['paths with a baseUrl', { baseUrl: './src', paths: { '~/*': ['lib/*'] } }, '~/greet'],
    ['one exact path', { paths: { greeting: ['./src/lib/greet.ts'] } }, 'greeting'],
  ])('%s are followed', async (_what, options, specifier) => {
    tsconfig(options);
    write('src/lib/greet.ts', `export const greet = 'hello';`);
    write('src/jobs.ts', `export { greet } from '${specifier}';`);
    expect((await load('src/jobs.ts'))['greet']).toBe('hello');
  });

  it('that extends another one has its options', async () => {
    write('base.json', JSON.stringify({ compilerOptions: { paths: { '#x': ['./x.ts'] } } }));
    tsconfig({}, { extends: './base.json' });
    write('x.ts', 'export const x = 1;');
    write('jobs.ts', `export * from '#x';`);
    expect((await load('jobs.ts'))['x']).toBe(1);
  });

  it('that cannot be read is no hindrance, and a remark says why', async () => {
    tsconfig({}, { extends: '@tsconfig/not-installed' });
    write('jobs.ts', 'export const fine: boolean = true;');
    const loader = createTypescriptLoader();
    expect(await loader.load(join(folder, 'jobs.ts'))).toMatchObject({ fine: true });
    expect(loader.remarks).toEqual([
      expect.stringMatching(/tsconfig\.json of .*jobs\.ts is ignored: .*not-installed/),
    ]);
  });
});

describe('TypeScript', () => {
  it('has enums, namespaces, parameter properties, satisfies and type-only imports', async () => {
    write('types.ts', 'export interface Only { a: string } export const value = 1;');
    write(
      'jobs.ts',
      `import { type Only, value } from './types';
       import fs = require('node:fs');
       enum Colour { Red = 'red' }
       const enum Size { Big = 3 }
       namespace Inner { export const x = 5; }
       class A { constructor(readonly p: number) {} }
       const only = { a: 'b' } satisfies Only;
       export const all = [Colour.Red, Size.Big, Inner.x, new A(7).p, only.a, value, typeof fs.readFileSync, import.meta.url];`,
    );
    expect((await load('jobs.ts'))['all']).toEqual([
      'red',
      3,
      5,
      7,
      'b',
      1,
      'function',
      `file://${folder}/jobs.ts`,
    ]);
  });

  it('has JSX in imported files', async () => {
    tsconfig({ jsx: 'react', jsxFactory: 'h' });
    write(
      'mail.tsx',
      `const h = (name: string, props: object) => [name, props]; export const mail = <p title="x" />;`,
    );
    write('jobs.ts', `export * from './mail';`);
    expect((await load('jobs.ts'))['mail']).toEqual(['p', { title: 'x' }]);
  });

  it('shows the lines of the file in stacks', async () => {
    write(
      'lib.ts',
      `interface A {\n  a: string;\n}\n\nexport function fail(): never {\n  throw new Error('line 6');\n}`,
    );
    write('jobs.ts', `import { fail } from './lib';\n\ntype B = string;\n\nfail();`);
    const error = await load('jobs.ts').catch((thrown: unknown) => thrown);
    const { stack = '' } = error as Error;
    expect(stack).toMatch(/lib\.ts:6:\d+/);
    expect(stack).toMatch(/jobs\.ts:5:\d+/);
  });

  it('that does not parse is refused with file, line and column of the imported file', async () => {
    write('broken.ts', 'export const a = 1;\n\nexport const b: = 3;');
    write('jobs.ts', `import './broken';`);
    await expect(load('jobs.ts')).rejects.toThrow(`Unexpected token (${folder}/broken.ts:3:17)`);
  });
});
