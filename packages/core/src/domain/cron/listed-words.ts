/** "a", "a and b", "a, b, and c": as cronstrue lists, beside whose words these stand. */
export function listed(words: readonly string[]): string {
  if (words.length < 3) return words.join(' and ');
  return `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}`;
}
