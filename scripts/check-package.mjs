// Packs the published package and checks it from outside: publint, are-the-types-wrong, required and forbidden content.
// Works offline.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linksOf } from './package-documents.mjs';
import { pack } from './pack.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** The files that the code loads at run time, and those that people read. */
const NEEDED_FILES = [
  'README.md',
  'LICENSE',
  'dist/LICENCES-OF-LIBRARIES.txt',
  'dist/public/index.html',
  'dist/job-thread.js',
  'dist/watchdog-thread.js',
  ...['sqlite', 'postgresql', 'mysql'].map((name) => `dist/query-compiler/${name}.wasm`),
];

const folder = mkdtempSync(join(tmpdir(), 'zenpulse-package-'));
try {
  const tarball = await pack(folder);
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  const files = filesIn(join(folder, 'package'));
  const packed = join(folder, 'package');
  const problems = [
    ...manifestProblems(packed),
    ...files.filter((file) => !file.endsWith('.wasm')).flatMap(textProblems),
    ...deadLinks(packed, files),
  ];
  if (problems.length > 0) throw new Error(`the package is not fit to publish:\n${problems.join('\n')}`);

  run('node_modules/publint/src/cli.js', 'run', tarball, '--strict');
  const attw = ['--no-definitely-typed', '--format', 'ascii'];
  run('node_modules/@arethetypeswrong/cli/dist/index.js', tarball, ...attw);
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(
    `${files.length} files, ${kilobytes(bytes)}; the tarball has ${kilobytes(statSync(tarball).size)}.`,
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function manifestProblems(packed) {
  const text = readFileSync(join(packed, 'package.json'), 'utf8');
  const forbidden = ['workspace:', 'catalog:', 'zenpulse-source', '@zenpulse/', '"private"', 'install"'];
  return [
    ...forbidden.filter((word) => text.includes(word)).map((word) => `package.json has ${word}`),
    ...NEEDED_FILES.filter(
      (name) => !readdirSync(join(packed, dirname(name))).includes(name.split('/').at(-1)),
    ).map((name) => `${name} is missing`),
  ];
}

/** Paths of this machine, names of private packages, and links to missing source maps. */
function textProblems(file) {
  const text = readFileSync(file, 'latin1');
  return [root, homedir(), 'sourceMappingURL=', "'@zenpulse/", '"@zenpulse/']
    .filter((word) => text.includes(word))
    .map((word) => `${file} has ${word}`);
}

/** Links in the package's documents must lead to files in the package. */
function deadLinks(packed, files) {
  const documents = files.filter((file) => file.endsWith('.md')).map((file) => relative(packed, file));
  if (documents.length < 5) return ['the documentation is missing'];
  return documents.flatMap((path) =>
    linksOf(readFileSync(join(packed, path), 'utf8'), path)
      .filter((target) => !existsSync(join(packed, target)))
      .map((target) => `${path} links to ${target}, which is not in the package`),
  );
}

/** A tool's output is only shown if it fails. */
function run(tool, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, tool), ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${tool} refuses the package:\n${stdout}${stderr}`);
}

function filesIn(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}
