import { SCRATCH_JOBS, type Host } from './host.ts';

const APP = `const express = require('express');
const { zenpulseAdmin } = require('zenpulse');
const app = express();
app.use('/zenpulse', zenpulseAdmin());
const server = app.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port + '.'));
`;

/** Applications with their own version of Prisma or of one of its adapters. */
export const PRISMA_VERSIONS: readonly Host[] = [
  { '@prisma/client': '5.22.0' },
  { '@prisma/client': '6.19.0', '@prisma/adapter-pg': '6.19.0', pg: '^8.0.0' },
  { '@prisma/client': '7.9.0', '@prisma/adapter-pg': '7.9.0', '@prisma/adapter-mariadb': '7.9.0' },
].map((dependencies) => ({
  name: Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(', '),
  dependencies,
  files: { 'jobs.cjs': SCRATCH_JOBS, 'app.js': APP },
  trials: [
    { name: 'its own versions stay', commands: [['node', '-e', sameVersions(dependencies)]], app: 'app.js' },
  ],
}));

function sameVersions(dependencies: Readonly<Record<string, string>>): string {
  const exact = Object.entries(dependencies).filter(([, version]) => !version.startsWith('^'));
  return `for (const [name, version] of ${JSON.stringify(exact)}) {
  const installed = JSON.parse(require('fs').readFileSync('node_modules/' + name + '/package.json', 'utf8')).version;
  if (installed !== version) throw new Error(name + ': expected ' + version + ', got ' + installed);
}`;
}

/** An application whose own tables are in the same database, accessed through its own Prisma. */
export const OWN_PRISMA: readonly Host[] = [
  ownPrisma('postgres', 'postgresql', { '@prisma/adapter-pg': '6.19.0', pg: '^8.16.0' }, 'PrismaPg'),
  ownPrisma('postgres', 'postgresql', { '@prisma/adapter-pg': '7.10.0', pg: '^8.16.0' }, 'PrismaPg'),
  ownPrisma('mysql', 'mysql', { '@prisma/adapter-mariadb': '7.10.0', mariadb: '^3.4.5' }, 'PrismaMariaDb'),
];

function ownPrisma(
  server: 'postgres' | 'mysql',
  provider: string,
  drivers: Readonly<Record<string, string>>,
  factory: string,
): Host {
  const [[adapter, version] = ['', '']] = Object.entries(drivers);
  const isSix = version.startsWith('6.');
  const connection =
    server === 'postgres' ? '{ connectionString: url }' : "url.replace('mysql:', 'mariadb:')";
  return {
    name: `its own Prisma ${isSix ? 6 : 7} in the same database (${server === 'postgres' ? 'PostgreSQL' : 'MariaDB'})`,
    server,
    dependencies: { '@prisma/client': version, prisma: version, ...drivers },
    files: {
      'jobs.cjs': SCRATCH_JOBS,
      'schema.prisma': `generator client {
  provider = "prisma-client-js"${isSix ? '\n  engineType = "client"' : ''}
}
datasource db {
  provider = "${provider}"${isSix ? '\n  url = env("ZENPULSE_DATABASE_URL")' : ''}
}
model Note {
  id   Int    @id
  text String
  @@map("note")
}
`,
      'own.js': `const { PrismaClient } = require('@prisma/client');
const { ${factory} } = require('${adapter}');
const url = process.env.ZENPULSE_DATABASE_URL;
module.exports = new PrismaClient({ adapter: new ${factory}(${connection}) });
`,
      'together.js': `const { connectStore } = require('zenpulse');
const own = require('./own.js');
(async () => {
  await own.$executeRawUnsafe('CREATE TABLE note (id INTEGER PRIMARY KEY, text VARCHAR(100) NOT NULL)');
  const store = await connectStore();
  const schedule = { jobKey: 'own', triggerType: 'interval', intervalUnit: 'hours' };
  for (let id = 1; id <= 50; id += 1) {
    await Promise.all([
      own.$transaction([own.note.create({ data: { id, text: 'note ' + id } }), own.note.count()]),
      store.save({ ...schedule, intervalValue: id }),
    ]);
  }
  const [saved] = await store.list();
  if ((await own.note.count()) !== 50 || saved.intervalValue !== 50) throw new Error('something is missing');
  await store.close();
  await own.$disconnect();
})();
`,
      'app.js': `const own = require('./own.js');\n${APP.replace('const server', "app.get('/notes', async (_request, response) => response.json(await own.note.count()));\nconst server")}`,
    },
    trials: [
      {
        name: 'writes of both, then the admin',
        hasBrowser: true,
        // `prisma generate` runs neither engine, but looks for both.
        env: {
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
          CHECKPOINT_DISABLE: '1',
        },
        commands: [
          ['prisma', 'generate', '--schema', 'schema.prisma'],
          ['zenpulse', 'migrate'],
          ['node', 'together.js'],
        ],
        app: 'app.js',
      },
    ],
  };
}
