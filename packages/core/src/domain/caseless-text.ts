/**
 * The characters of a search text, each with its forms in the other case, itself first. Every store finds a text where one
 * form of each character follows the other, so that all databases find the same whatever they call lower case.
 */
export function caselessForms(search: string): readonly (readonly string[])[] {
  return Array.from(wellFormed(search), formsOf);
}

/** Tells whether a text contains `search`, whatever the case of their letters. */
export function caselessMatcher(search: string): (text: string) => boolean {
  const pattern = new RegExp(caselessForms(search).map(alternatives).join(''), 'u');
  return (text) => pattern.test(wellFormed(text));
}

/** Half of a surrogate pair is replaced, as the databases do. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}

/** The small sigma that ends a word: no change of case leads to it. */
const FINAL_SIGMA = 'ς';

/** What becomes several characters in the other case (ß, İ) has no other form. */
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
