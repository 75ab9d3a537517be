import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// Every reference leads somewhere: to a document in the repository, or to a heading in the document.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const NOT_OURS = /^(?:node_modules|dist|generated|public|\.git|\.zenpulse|coverage)$/;
const COPIES = /^packages\/zenpulse\/(?:README\.md|docs|deploy)/; // created when the package is packed
const TEXT = /\.(?:md|ts|tsx|mjs|cjs|js|sql|yml|yaml|prisma|json|css|conf|service)$/;
const SELF = relative(root, fileURLToPath(import.meta.url));

async function filesBelow(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (NOT_OURS.test(entry.name)) continue;
    if (entry.isDirectory()) paths.push(...(await filesBelow(path)));
    else paths.push(relative(root, path));
  }
  return paths.filter((path) => TEXT.test(path) && !COPIES.test(path));
}

const files = await filesBelow(root);
const texts = new Map(
  await Promise.all(
    files
      .filter((file) => file !== SELF)
      .map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const),
  ),
);
const documents = [...texts].filter(([file]) => file.endsWith('.md'));
const names = new Set(documents.map(([file]) => basename(file)));

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsIn(markdown: string): Set<string> {
  const headings = withoutBlocks(markdown).matchAll(/^#{1,6} (.+)$/gm);
  return new Set([...headings].map(([, title = '']) => anchorOf(title)));
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function withoutBlocks(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```/gm, '');
}

describe('references', () => {
  it.each(documents)('of %s lead to a file and a heading', (file, markdown) => {
    const links = [...withoutBlocks(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = links.filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const goal = path === '' ? file : join(dirname(file), path);
      if (!existsSync(join(root, goal))) return true;
      return anchor !== undefined && !anchorsIn(texts.get(goal) ?? '').has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it.each(documents)('of %s to files of ours lead to a file', (_file, markdown) => {
    const paths = [
      ...markdown.matchAll(/`((?:packages|apps|prisma|scripts|docs|deploy|\.github)\/[\w./-]+)`/g),
    ];
    expect(paths.flatMap(([, path = '']) => (existsSync(join(root, path)) ? [] : [path]))).toEqual([]);
  });

  it('name documents that are in the repository', () => {
    const unknown = [...texts].flatMap(([file, text]) =>
      [...text.matchAll(/[\w-]+\.md\b/g)].flatMap(([name]) => (names.has(name) ? [] : [`${file}: ${name}`])),
    );
    expect(unknown).toEqual([]);
  });

  it('name no notes and numbers that a reader cannot look up', () => {
    const notes = /`(?:DESIGN|FACTS|FOUND|HOUSE)`|\b(?:DESIGN|FACTS|FOUND|HOUSE) \d|\bissue #?\d/;
    const found = [...texts].flatMap(([file, text]) => {
      const hit = notes.exec(text)?.[0];
      return hit === undefined ? [] : [`${file}: ${hit}`];
    });
    expect(found).toEqual([]);
  });
});
