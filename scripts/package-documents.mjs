import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { packageReadme } from './package-readme.mjs';

/** Examples for process managers, which the documentation refers to. */
const EXAMPLES = 'deploy';

/**
 * Copies README, documentation and examples into the package's folder, for readers without the repository: links to
 * files outside the package become plain text.
 */
export function writeDocuments(root, folder) {
  const documents = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  for (const name of ['docs', EXAMPLES]) rmSync(join(folder, name), { recursive: true, force: true });
  cpSync(join(root, EXAMPLES), join(folder, EXAMPLES), { recursive: true });
  const shipped = new Set([
    'README.md',
    ...documents.map((name) => `docs/${name}`),
    ...filesIn(join(root, EXAMPLES)).map((file) => relative(root, file)),
  ]);
  mkdirSync(join(folder, 'docs'));
  for (const path of ['README.md', ...documents.map((name) => `docs/${name}`)]) {
    const text = readFileSync(join(root, path), 'utf8');
    writeFileSync(
      join(folder, path),
      reachable(path === 'README.md' ? packageReadme(text) : text, path, shipped),
    );
  }
}

/** A document's links to files, each with its target relative to the root. */
export function linksOf(text, path) {
  return [...text.matchAll(LINK)]
    .map(([, , target]) => target)
    .filter(isFile)
    .map((target) => rooted(target, path));
}

const LINK = /\[([^\]]+)\]\(([^)\s]+)\)/g;

function reachable(text, path, shipped) {
  return text.replace(LINK, (link, words, target) =>
    isFile(target) && !shipped.has(rooted(target, path)) ? words : link,
  );
}

function isFile(target) {
  return !/^(?:[a-z]+:|#)/.test(target);
}

function rooted(target, path) {
  return relative('/', resolve('/', dirname(path), target.replace(/#.*$/, '')));
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
