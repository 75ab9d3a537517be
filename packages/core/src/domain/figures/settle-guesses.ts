import {
  instantText,
  newestRecent,
  recentOf,
  recentTexts,
  type RecentOccurrence,
} from './recent-occurrence.ts';

export interface SettledRecent {
  /** The ring with what came in, in the order of time. */
  readonly text: string;
  /** Guesses that a real outcome has replaced, and guesses that came in after one: they no longer count. */
  readonly withdrawn: readonly RecentOccurrence[];
}

/**
 * Adds occurrences to a ring in which guesses may be settled by them, or they by it. As in the table of executions, a
 * real outcome replaces a guess, and nothing else replaces anything. An occurrence is recognised by its instant.
 */
export function settleGuesses(ring: string, incoming: string): SettledRecent {
  const texts = recentTexts(ring);
  const withdrawn: RecentOccurrence[] = [];
  const placeOf = new Map(texts.map((text, at) => [identityOf(text), at]));
  for (const text of recentTexts(incoming)) {
    const at = placeOf.get(identityOf(text));
    const known = at === undefined ? undefined : texts[at];
    if (at === undefined || known === undefined || !(isGuess(known) || isGuess(text))) {
      placeOf.set(identityOf(text), texts.push(text) - 1);
    } else if (isGuess(known) && isReal(text)) {
      withdrawn.push(...recentOf(known));
      texts[at] = text;
    } else withdrawn.push(...recentOf(text));
  }
  const inOrder = texts.toSorted((a, b) => compared(instantText(a, 0), instantText(b, 0)));
  return { text: newestRecent(inOrder.join('')), withdrawn };
}

/** True if a text contains a guess: its letter is the only one in upper case. */
export function hasGuess(text: string): boolean {
  return /[A-Z]/.test(text);
}

function isGuess(text: string): boolean {
  return hasGuess(text.charAt(0));
}

function isReal(text: string): boolean {
  return 'sft'.includes(text.charAt(0));
}

/** Its instant, and whether it was by hand. */
function identityOf(text: string): string {
  return text.slice(1, 11);
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
