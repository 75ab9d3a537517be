/** "a", "a and b", "a, b, and c": with the comma that cronstrue uses, since its texts appear beside these. */
export function listed(words: readonly string[]): string {
  if (words.length < 3) return words.join(' and ');
  return `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}`;
}
