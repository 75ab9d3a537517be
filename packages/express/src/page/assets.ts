import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { extname, join } from 'node:path';
import { acceptsEncoding } from '../http/accepts-encoding.ts';

/** The files of the built page, by their address below the mount: `/favicon.svg`, `/assets/…`. */
export type Assets = ReadonlyMap<string, Asset>;

export interface Asset {
  readonly type: string;
  /** An entity tag of its content, the same for every coding. */
  readonly tag: string;
  /** True if its name contains a hash of its content, so that browsers may cache it for ever. */
  readonly isHashed: boolean;
  /** Precompressed files beside it, the smallest first. */
  readonly codings: readonly Coding[];
  readonly file: string;
}

interface Coding {
  readonly name: 'br' | 'gzip';
  readonly file: string;
}

/** The file types that the build produces; others are not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

/** Lists the files once. Only listed addresses are served, so no address can lead out of the folder. */
export async function readAssets(folder: string): Promise<Assets> {
  const assets = new Map<string, Asset>();
  for (const [below, isHashed] of [
    ['', false],
    ['assets', true],
  ] as const) {
    const names: string[] = await readdir(join(folder, below)).catch(() => []);
    for (const name of names) {
      const type = TYPES[extname(name)];
      if (type === undefined) continue;
      const file = join(folder, below, name);
      const codings = (
        [
          ['br', 'br'],
          ['gzip', 'gz'],
        ] as const
      )
        .filter(([, extension]) => names.includes(`${name}.${extension}`))
        .map(([coding, extension]): Coding => ({ name: coding, file: `${file}.${extension}` }));
      const tag = `W/"${createHash('sha1')
        .update(await readFile(file))
        .digest('base64url')}"`;
      assets.set(join('/', below, name).replaceAll('\\', '/'), { type, tag, isHashed, codings, file });
    }
  }
  return assets;
}

/** The smallest coding of a file that the browser accepts. */
export function codingFor(request: IncomingMessage, { codings }: Asset): Coding | undefined {
  return codings.find(({ name }) => acceptsEncoding(request, name));
}
