/**
 * Characters that show nothing, or turn the direction of what follows: zero-width ones, marks and overrides of direction,
 * fillers, tags. Two keys that look alike may differ by them, and a text may read otherwise than it is.
 */
const INVISIBLE = /\p{Cf}|\u{34f}|[\u115f\u1160\u2800\u3164\uffa0]|\u{17b4}|\u{17b5}/u;
const EACH_INVISIBLE = new RegExp(INVISIBLE.source, 'gu');

export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text);
}

/** The text with such characters as escapes, `\u202e` for example: as JSON and JavaScript spell them. */
export function visibleText(text: string): string {
  return hasInvisible(text) ? text.replace(EACH_INVISIBLE, escaped) : text;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index);
    return `\\u${unit.toString(16).padStart(4, '0')}`;
  }).join('');
}
