// Installs the packed package in every way of the matrix and writes down what came of it: `pnpm matrix`.
// Takes minutes and wants the registry; with an argument, only the cases whose name contains it.
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
const wanted = process.argv[2] ?? '';

const folder = mkdtempSync(join(tmpdir(), 'zenpulse-pack-'));
try {
  const tarball = await pack(folder);
  const rows = [];
  for (const given of INSTALL_MATRIX.filter((each) => nameOf(each).includes(wanted))) {
    rows.push(await row(given, tarball));
    console.log(rows.at(-1));
  }
  if (wanted === '') {
    const file = join(root, 'docs/install-matrix.md');
    const text = page(rows, statSync(tarball).size);
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
    console.error(error);
    process.exitCode = 1;
    return line([...what, 'FAILS', '', '', '']);
  }
}

function page(rows, tarballBytes) {
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
`;
}

/** What was packed, so that a reader sees how old the table is. */
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
