import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { extname, join } from 'node:path';
import { acceptsEncoding } from '../http/accepts-encoding.ts';

/** The files of the built page, by their address below the mount: `/favicon.svg`, `/assets/…`. */
export type Assets = ReadonlyMap<string, Asset>;

export interface Asset {
  readonly type: string;
  /** Of its content, whatever the coding. */
  readonly tag: string;
  /** Whether its name is that of its content, so that it can be kept for ever. */
  readonly isHashed: boolean;
  /** Codings that lie beside the file, the smallest first. */
  readonly codings: readonly Coding[];
  readonly file: string;
}

interface Coding {
  readonly name: 'br' | 'gzip';
  readonly file: string;
}

/** Only what the build makes: a file of another kind is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

/** Looks once what there is: an address that is not in the list names no file, so none can lead out of the folder. */
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

/** The smallest form of a file that the browser takes. */
export function codingFor(request: IncomingMessage, { codings }: Asset): Coding | undefined {
  return codings.find(({ name }) => acceptsEncoding(request, name));
}
