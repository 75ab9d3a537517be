// Installs the packed package in every way of the matrix and records the results: `pnpm matrix`. Takes minutes and
// needs the registry; with an argument, only the cases whose name contains it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { pack } from './pack.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { createJiti } = createRequire(join(root, 'packages/zenpulse/package.json'))('jiti');
const jiti = createJiti(import.meta.url);
const { INSTALL_MATRIX, nameOf } = await jiti.import('../packages/zenpulse/test/install/install-case.ts');
const { tryInstall } = await jiti.import('../packages/zenpulse/test/install/try-install.ts');
const { HOSTS } = await jiti.import('../packages/zenpulse/test/install/hosts/hosts.ts');
const { tryHost } = await jiti.import('../packages/zenpulse/test/install/hosts/try-host.ts');
const storeRequire = createRequire(join(root, 'packages/store/package.json'));
const wanted = process.argv[2] ?? '';

const folder = mkdtempSync(join(tmpdir(), 'zenpulse-pack-'));
try {
  const tarball = await pack(folder);
  const rows = [];
  for (const given of INSTALL_MATRIX.filter((each) => nameOf(each).includes(wanted))) {
    rows.push(await row(given, tarball));
    console.log(rows.at(-1));
  }
  const hostRows = [];
  for (const host of HOSTS.filter((each) => each.name.includes(wanted))) {
    const found = await rowsOf(host, tarball);
    hostRows.push(...found);
    console.log(found.join('\n'));
  }
  if (wanted === '') {
    const file = join(root, 'docs/install-matrix.md');
    const text = page(rows, hostRows, statSync(tarball).size);
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function row(given, tarball) {
  const { manager, modules, typescript, express, jobs } = given;
  const what = [
    manager,
    modules,
    typescript === null ? 'JavaScript' : `TypeScript ${typescript}`,
    express,
    jobs,
  ];
  try {
    const { installSeconds, allSeconds, installedBytes } = await tryInstall(given, tarball);
    return line([
      ...what,
      'works',
      `${installSeconds.toFixed(0)} s`,
      `${allSeconds.toFixed(0)} s`,
      megabytes(installedBytes),
    ]);
  } catch (error) {
    failed(error);
    return line([...what, 'FAILS', '', '', '']);
  }
}

function page(rows, hostRows, tarballBytes) {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/zenpulse/package.json'), 'utf8'));
  const heads = [
    'installed by',
    'modules',
    'language',
    'Express',
    'job module',
    'result',
    'install',
    'all',
    'installed',
  ];
  return `# Install matrix

Written by \`pnpm matrix\` on ${new Date().toISOString().slice(0, 10)} at commit ${commit()}
(zenpulse ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}).
Each row is an application in a folder of its own, outside of the workspace: the tarball (${megabytes(tarballBytes)}) is installed
without running any install script; TypeScript is compiled with \`strict\`, \`exactOptionalPropertyTypes\` and without \`skipLibCheck\`,
resolved as Node, bundlers and (5.9) old CommonJS projects do, with and without Express's types; the admin is mounted
and its page, a script and the API fetched; the runner is started with the job module; a schedule is posted and its
execution seen; the runner is stopped and exits 0. "Installed" is everything in \`node_modules\`, Express,
TypeScript and their types included.

${line(heads)}
${line(heads.map(() => '---'))}
${rows.join('\n')}

## In applications of many kinds

Installed by npm (one by Yarn) on the same Node, likewise without install scripts, each from the npm registry alone: nothing of them has
to be downloaded from elsewhere. The admin is opened and jobs are scheduled and seen to run as above; with Next.js, NestJS and
Prisma of its own the page is opened in Chromium too. *External* means
that the bundler leaves the package where it is installed (\`external: ['zenpulse']\`), which is the supported way;
*inlined* that its code is in the application's bundle and the package is installed beside it.

${line(['application', 'tried', 'result'])}
${line(['---', '---', '---'])}
${hostRows.join('\n')}
`;
}

async function rowsOf(host, tarball) {
  const url = {
    postgres: process.env.ZENPULSE_TEST_POSTGRES_URL,
    mysql: process.env.ZENPULSE_TEST_MYSQL_URL,
  }[host.server];
  if (host.server !== undefined && url === undefined) return [line([host.name, '', 'not tried: no server'])];
  try {
    const trying = (own) => tryHost(host, tarball, own);
    const results = await (url === undefined ? trying() : withOwnDatabase(url, trying));
    return results.map(([trial, problem]) => {
      if (problem !== null) failed(problem);
      return line([host.name, trial.name, problem === null ? 'works' : 'FAILS']);
    });
  } catch (error) {
    failed(error);
    return [line([host.name, 'installation', 'FAILS'])];
  }
}

function failed(error) {
  console.error(error);
  process.exitCode = 1;
}

/** Uses a new database on the same server while `work` runs; on MySQL, `migrate` creates it. */
async function withOwnDatabase(url, work) {
  const name = `zenpulse_matrix_${Date.now()}`;
  const address = new URL(url);
  address.pathname = `/${name}`;
  const isPostgres = address.protocol === 'postgresql:';
  if (isPostgres) await onPostgres(url, `CREATE DATABASE ${name}`);
  try {
    return await work(address.href);
  } finally {
    if (isPostgres) await onPostgres(url, `DROP DATABASE ${name} WITH (FORCE)`);
    else await onMysql(url, `DROP DATABASE IF EXISTS ${name}`);
  }
}

async function onPostgres(url, statement) {
  const { Client } = storeRequire('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function onMysql(url, statement) {
  const { hostname: host, port, username: user, password } = new URL(url);
  const connection = await storeRequire('mariadb').createConnection({
    host,
    port: Number(port || 3306),
    user: decodeURIComponent(user),
    password: decodeURIComponent(password),
  });
  await connection.query(statement);
  await connection.end();
}

/** The packed commit, which shows how old the table is. */
function commit() {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const isClean = git('status', '--porcelain', '--untracked-files=no') === '';
  return `${git('rev-parse', '--short=10', 'HEAD')}${isClean ? '' : ' with changes'}`;
}

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
