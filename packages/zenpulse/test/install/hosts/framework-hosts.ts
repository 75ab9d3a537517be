import { SCRATCH_JOBS, type Host } from './host.ts';

const DECORATORS = {
  strict: true,
  skipLibCheck: true, // for their types; ours are checked by other rows of the matrix
  target: 'es2022',
  module: 'commonjs',
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  esModuleInterop: true,
  outDir: 'out',
  types: ['node'],
};

/** Nest's Express adapter with the admin in it, and jobs that take their services from a Nest context of their own. */
export const NEST_HOST: Host = {
  name: 'NestJS 11 (Express adapter)',
  dependencies: {
    '@nestjs/common': '^11.0.0',
    '@nestjs/core': '^11.0.0',
    '@nestjs/platform-express': '^11.0.0',
    '@types/node': '^20.19.0',
    'reflect-metadata': '^0.2.0',
    rxjs: '^7.8.0',
    typescript: '~5.9.3',
  },
  files: {
    'tsconfig.json': JSON.stringify({ compilerOptions: DECORATORS, files: ['main.ts'] }),
    'app.module.ts': `import { Injectable, Module, type OnModuleDestroy } from '@nestjs/common';

@Injectable()
export class Greeter implements OnModuleDestroy {
  greet(how: string, who: unknown): string {
    return how + ' for ' + String(who);
  }
  onModuleDestroy(): void {
    console.log('the context is closed');
  }
}

@Module({ providers: [Greeter] })
export class AppModule {}
`,
    'main.ts': `import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { zenpulseAdmin } from 'zenpulse';
import { AppModule } from './app.module';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  app.use('/zenpulse', zenpulseAdmin());
  await app.listen(0, '127.0.0.1');
  console.log('port ' + app.getHttpServer().address().port + '.');
}
void main();
`,
    'jobs.cjs': `const { isMainThread } = require('node:worker_threads');
const { NestFactory } = require('@nestjs/core');
const { zenpulseJob } = require('zenpulse');
const { AppModule, Greeter } = require('./out/app.module.js');

let context;
const greeter = async () => {
  context ??= NestFactory.createApplicationContext(AppModule, { logger: false });
  return (await context).get(Greeter);
};
zenpulseJob('scratch.tick', async ({ params, log }) => log.info((await greeter()).greet('ticked', params.who)));
zenpulseJob('scratch.thread', { isolation: 'thread' }, async ({ params, log }) =>
  log.info((await greeter()).greet(isMainThread ? 'not' : 'threaded', params.who)));
exports.onStop = async () => (await context)?.close();
`,
  },
  trials: [
    { name: 'a job module with a Nest context', commands: [['tsc']], app: 'out/main.js', hasBrowser: true },
  ],
};

/** The admin beside Next's pages in one server, and a route that reads the schedules. */
export const NEXT_HOST: Host = {
  name: 'Next.js 16 (custom server)',
  dependencies: { next: '^16.0.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
  files: {
    'jobs.cjs': SCRATCH_JOBS,
    'next.config.mjs': "export default { serverExternalPackages: ['zenpulse'] };\n",
    'app/layout.js':
      'export default function Layout({ children }) {\n  return <html><body>{children}</body></html>;\n}\n',
    'app/page.js': 'export default function Page() {\n  return <p>a page of Next</p>;\n}\n',
    'app/schedules/route.js': `import { connectStore } from 'zenpulse';
export const dynamic = 'force-dynamic';
export async function GET() {
  const store = await connectStore();
  const schedules = await store.list();
  await store.close();
  return Response.json(schedules.length);
}
`,
    'server.js': `const express = require('express');
const next = require('next');
const { zenpulseAdmin } = require('zenpulse');
const site = next({ dev: process.env.NODE_ENV !== 'production' });
site.prepare().then(() => {
  const app = express();
  app.use('/zenpulse', zenpulseAdmin({ authorize: () => true }));
  app.use((request, response) => site.getRequestHandler()(request, response));
  const server = app.listen(0, '127.0.0.1', async () => {
    const base = 'http://127.0.0.1:' + server.address().port;
    const [page, route] = await Promise.all([fetch(base + '/'), fetch(base + '/schedules')]);
    if (!(await page.text()).includes('a page of Next') || route.status !== 200) throw new Error('no page or route');
    console.log('port ' + server.address().port + '.');
  });
});
`,
  },
  trials: [
    {
      name: 'next build, then a page, a route that uses the store, the admin',
      env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }, // `next build` fails with any other value
      commands: [['next', 'build']],
      app: 'server.js',
      hasBrowser: true,
    },
    {
      name: 'the same in its development mode',
      env: { NEXT_TELEMETRY_DISABLED: '1' },
      commands: [],
      app: 'server.js',
    },
  ],
};

/** Entities with decorated fields, which job modules import as TypeScript. */
export const TYPEORM_HOST: Host = {
  name: 'TypeORM entities in job modules',
  dependencies: { 'reflect-metadata': '^0.2.0', typeorm: '^0.3.20' },
  files: {
    'tsconfig.json': JSON.stringify({ compilerOptions: DECORATORS }),
    'mail.entity.ts': `import 'reflect-metadata';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Mail {
  @PrimaryGeneratedColumn() id!: number;
  @Column() name!: string;
  @Column() declare subject: string;
}
`,
    'jobs.ts': `import { isMainThread } from 'node:worker_threads';
import { getMetadataArgsStorage } from 'typeorm';
import { zenpulseJob, type JobContext } from 'zenpulse';
import { Mail } from './mail.entity';

const columns = getMetadataArgsStorage().filterColumns(Mail).map(({ propertyName }) => propertyName);
if (columns.join() !== 'id,name,subject') throw new Error('expected three columns, got ' + columns.join());
zenpulseJob('scratch.tick', ({ params, log }: JobContext) => log.info('ticked for ' + String(params['who'])));
zenpulseJob('scratch.thread', { isolation: 'thread' }, ({ params, log }: JobContext) =>
  log.info((isMainThread ? 'not' : 'threaded') + ' for ' + String(params['who'])));
`,
    'app.js': `const express = require('express');
const { zenpulseAdmin } = require('zenpulse');
const app = express();
app.use('/zenpulse', zenpulseAdmin());
const server = app.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port + '.'));
`,
  },
  trials: [{ name: 'decorated fields, ! and declare', commands: [], app: 'app.js' }],
};
