import { caselessForms } from '@zenpulse/core/domain';

/** A search text as a regular expression that PostgreSQL, MySQL (ICU) and MariaDB (PCRE) interpret alike. */
export function caselessPattern(search: string): string {
  return caselessForms(search)
    .map((forms) => (forms.length === 1 ? escaped(forms[0] ?? '') : `[${forms.join('')}]`))
    .join('');
}

/** The same for SQLite's GLOB. */
export function caselessGlob(search: string): string {
  const parts = caselessForms(search).map((forms) => {
    const [form = ''] = forms;
    return forms.length > 1 || '*?['.includes(form) ? `[${forms.join('')}]` : form;
  });
  return `*${parts.join('')}*`;
}

/** Only letters have several forms, so character classes contain nothing else. */
function escaped(character: string): string {
  return /[!-/:-@[-`{-~]/.test(character) ? `\\${character}` : character;
}
