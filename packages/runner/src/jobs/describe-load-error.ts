import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This package's own code: for an error that it throws, the relevant place is its caller. */
const OWN_FOLDER = dirname(fileURLToPath(import.meta.url));
/** A frame of a stack, or the first line of Node's report of a syntax error. */
const PLACE = /(?:^|[\s(]|file:\/\/)((?:\/|[A-Za-z]:[\\/])[^\s()]*:\d+(?::\d+)?)/;

/** Why a module does not load, in one line, with file and line in the user's code. */
export function describeLoadError(error: unknown, module: string): string {
  const text = inOneLine(error);
  const place = placeIn(error) ?? placeOfSyntaxError(error, module);
  return place === null || text.includes(place) ? text : `${text} (${place})`;
}

function inOneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${(error.message.split('\n')[0] ?? '').trim()}`;
}

/** The first frame that is not in Node, a library or this package. */
function placeIn(error: unknown): string | null {
  const { stack = '' } = Object(error) as { readonly stack?: string };
  for (const line of stack.split('\n')) {
    const place = PLACE.exec(line)?.[1];
    const isOwn = place?.startsWith(OWN_FOLDER) ?? true;
    if (place !== undefined && !isOwn && !/[\\/]node_modules[\\/]/.test(place)) return place;
  }
  return null;
}

/** Node only reports the place of a syntax error with `--check`. */
function placeOfSyntaxError(error: unknown, module: string): string | null {
  if (!(error instanceof SyntaxError)) return null;
  const { stderr } = spawnSync(process.execPath, ['--check', module], { encoding: 'utf8' });
  return placeIn({ stack: stderr });
}
