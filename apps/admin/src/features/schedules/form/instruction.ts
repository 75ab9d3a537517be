/**
 * A rule's message worded for the form: "Use whole seconds from 1" instead of "expected whole seconds from 1, got 0".
 */
export function instruction(message: string): string {
  const what = /^expected (.+?)(?:, got .*)?$/s.exec(message)?.[1];
  return what === undefined ? message : `Use ${what.replace(/, or null for no \w+$/, '')}`;
}
