/** What of an error tells it from others. */
export interface FingerprintedError {
  readonly jobKey: string;
  readonly exceptionType: string | null;
  readonly exceptionMessage: string | null;
  readonly traceback: string | null;
}

/** A long text differs in its first characters. */
const TEXT_READ = 1_000;
const STACK_READ = 20_000;

/** Equal for errors of one job with the same type, the same message (numbers, ids and quotes aside), from one place. */
export function errorFingerprint({
  jobKey,
  exceptionType,
  exceptionMessage,
  traceback,
}: FingerprintedError): string {
  const message = normalisedMessage(exceptionMessage ?? '');
  return hashOf(JSON.stringify([jobKey, exceptionType, message, topApplicationFrame(traceback ?? '')]));
}

/** The same for messages that differ in numbers, ids, hexadecimal digits or quoted parts alone. */
export function normalisedMessage(message: string): string {
  return message
    .slice(0, TEXT_READ)
    .replaceAll(/"[^"]*"|`[^`]*`|(?<!\w)'[^']*'(?!\w)/g, '…')
    .replaceAll(/\b[\w-]*\d[\w-]*\b/g, '#') // a word with a digit: a number, an id, a hash
    .replaceAll(/\b[0-9a-f]{8,}\b/gi, '#')
    .replaceAll(/#(?:[.:,/]#)+/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * The first line of a stack in the application's own code, without the position and with the last two parts of the path,
 * so that an edit above it and another place of installation change nothing. Empty if there is none.
 */
export function topApplicationFrame(traceback: string): string {
  const frames = traceback
    .slice(0, STACK_READ)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
  const own = frames.find((line) => !/node_modules|\bnode:|\binternal\/|<anonymous>/.test(line));
  if (own === undefined) return '';
  const [, name = '', place = ''] = /^at (?:(.*?) \()?([^()]*)\)?$/.exec(own) ?? [];
  const path = place.replace(/(?::\d+){1,2}$/, '').split(/[\\/]/);
  return `${name} ${path.slice(-2).join('/')}`.trim();
}

/** 128 bits in hexadecimal digits: the same on every machine, and not meant to withstand anybody. */
function hashOf(text: string): string {
  const words = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x85ebca6b].map((seed) => {
    let hash = seed;
    for (let at = 0; at < text.length; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x5bd1e995);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
  });
  return words.join('');
}
