/**
 * Characters that are invisible or reverse the direction of the following text: zero-width characters, direction marks
 * and overrides, fillers, tags. With them, two different keys can look alike, or a text can be displayed in another
 * order.
 */
const INVISIBLE = /\p{Cf}|\u{34f}|[\u115f\u1160\u2800\u3164\uffa0]|\u{17b4}|\u{17b5}/u;
const EACH_INVISIBLE = new RegExp(INVISIBLE.source, 'gu');

export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text);
}

/** The text with such characters as escapes, such as `\u202e`, in the spelling of JSON and JavaScript. */
export function visibleText(text: string): string {
  return hasInvisible(text) ? text.replace(EACH_INVISIBLE, escaped) : text;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index);
    return `\\u${unit.toString(16).padStart(4, '0')}`;
  }).join('');
}
