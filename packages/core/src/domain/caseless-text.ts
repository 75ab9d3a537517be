/**
 * The characters of a search text, each with its forms in the other case, itself first. Every store matches texts in
 * which each character has one of its forms, so that all databases find the same, whatever their own rules of case.
 */
export function caselessForms(search: string): readonly (readonly string[])[] {
  return Array.from(wellFormed(search), formsOf);
}

/** Returns a function that checks whether a text contains `search`, ignoring case. */
export function caselessMatcher(search: string): (text: string) => boolean {
  const pattern = new RegExp(caselessForms(search).map(alternatives).join(''), 'u');
  return (text) => pattern.test(wellFormed(text));
}

/** Replaces half surrogate pairs, as the databases do. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}

/** The lower-case sigma at the end of a word, which no case conversion produces. */
const FINAL_SIGMA = 'ς';

/** A character that becomes several in the other case (ß, İ) has no other form. */
function formsOf(character: string): string[] {
  const upper = character.toUpperCase();
  const lower = character.toLowerCase();
  const forms = [character, upper, lower, upper.toLowerCase(), lower.toUpperCase()];
  if (forms.includes('σ')) forms.push(FINAL_SIGMA);
  return [...new Set(forms)].filter((form) => form.length === character.length);
}

function alternatives(forms: readonly string[]): string {
  return `[${forms.map((form) => form.replace(/[\\\]^-]/, '\\$&')).join('')}]`;
}
