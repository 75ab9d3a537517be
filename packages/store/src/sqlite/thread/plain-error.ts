import type { PlainError } from './thread-messages.ts';

/** An error as plain data: structured cloning between threads loses an error's class and codes. */
export function plainError(error: unknown): PlainError {
  const { message = String(error), code = '', rawCode = codeInWords(message) } = error as Partial<PlainError>;
  return { message, code, ...(rawCode === undefined ? {} : { rawCode }) };
}

/** An error of ours with a code. */
export function threadError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** The driver reports a failed opening in its message only, with the code at the end. */
function codeInWords(message: string): number | undefined {
  const code = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(message)?.[1];
  return code === undefined ? undefined : Number(code);
}
