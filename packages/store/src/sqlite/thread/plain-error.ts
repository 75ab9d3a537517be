import type { PlainError } from './thread-messages.ts';

/** An error without its class: a copy of one that travels between threads loses class and codes. */
export function plainError(error: unknown): PlainError {
  const { message = String(error), code = '', rawCode = codeInWords(message) } = error as Partial<PlainError>;
  return { message, code, ...(rawCode === undefined ? {} : { rawCode }) };
}

/** An error of ours that leaves the thread with a code. */
export function threadError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** The driver reports a failed opening in words alone, with the code at their end. */
function codeInWords(message: string): number | undefined {
  const code = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(message)?.[1];
  return code === undefined ? undefined : Number(code);
}
