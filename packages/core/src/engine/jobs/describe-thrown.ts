import type { ThrownDescription } from '../../domain/index.ts';
import { DescribedThrown } from './described-thrown.ts';
import { redact } from './redact/redact.ts';

const MAX_TYPE = 200;
const MAX_MESSAGE = 15_000;
const MAX_STACK = 45_000;

/**
 * Describes any value that a job threw. Reading it may throw again (getters, a Proxy, `toString`), so every access is
 * guarded.
 */
export function describeThrown(thrown: unknown): ThrownDescription {
  const told = DescribedThrown.descriptionIn(thrown);
  if (told !== null) return told;
  const isObject = (typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function';
  const stack = isObject ? textOf(() => (thrown as { stack?: unknown }).stack) : null;
  const causes = isObject ? causeLines(thrown) : '';
  return {
    exceptionType: clean(typeName(thrown, isObject), MAX_TYPE),
    exceptionMessage: clean(message(thrown, isObject), MAX_MESSAGE),
    traceback: stack === null ? null : clean(ofTheJob(stack) + causes, MAX_STACK),
  };
}

function typeName(thrown: unknown, isObject: boolean): string {
  if (!isObject) return thrown === null ? 'null' : typeof thrown;
  return (
    textOf(() => (thrown as { name?: unknown }).name) ??
    textOf(() => (thrown as { constructor?: { name?: unknown } }).constructor?.name) ??
    'object'
  );
}

function message(thrown: unknown, isObject: boolean): string {
  if (!isObject) return textOf(() => String(thrown)) ?? '';
  return (
    textOf(() => (thrown as { message?: unknown }).message) ??
    textOf(() => JSON.stringify(thrown)) ??
    textOf(() => String(thrown)) ??
    'a value that cannot be described'
  );
}

/** Up to five causes, one paragraph each. */
function causeLines(thrown: unknown): string {
  let lines = '';
  let current: unknown = thrown;
  for (let depth = 0; depth < 5; depth += 1) {
    const cause = guarded(() => (current as { cause?: unknown }).cause);
    if (typeof cause !== 'object' || cause === null) break;
    const text = textOf(() => (cause as { stack?: unknown }).stack) ?? textOf(() => String(cause));
    lines += `\nCaused by: ${ofTheJob(text ?? 'a value that cannot be described')}`;
    current = cause;
  }
  return lines;
}

/** The job's own part of a stack: ours begins where `perform-job.ts` calls it. */
function ofTheJob(stack: string): string {
  const ours = stack.indexOf('\n    at callJobFunction (');
  return ours === -1 ? stack : stack.slice(0, ours);
}

/**
 * Replaces NUL and lone surrogates, which some databases reject. Redacts before it truncates, so that no part of a
 * secret remains.
 */
function clean(text: string, maxBytes: number): string {
  const sound = redact(text.slice(0, 2 * maxBytes))
    .replaceAll('\0', '\uFFFD')
    .toWellFormed();
  const { read } = new TextEncoder().encodeInto(sound, new Uint8Array(maxBytes));
  const isWhole = read === sound.length && text.length <= 2 * maxBytes;
  return isWhole ? sound : `${sound.slice(0, read)}… (${text.length} characters)`;
}

function textOf(read: () => unknown): string | null {
  const value = guarded(read);
  return typeof value === 'string' ? value : null;
}

function guarded(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
