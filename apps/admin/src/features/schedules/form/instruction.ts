/** A rule's message as the form says it: "Use whole seconds from 1" in place of "expected whole seconds from 1, got 0". */
export function instruction(message: string): string {
  const what = /^expected (.+?)(?:, got .*)?$/s.exec(message)?.[1];
  return what === undefined ? message : `Use ${what.replace(/, or null for no \w+$/, '')}`;
}
