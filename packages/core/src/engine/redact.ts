const URL_PASSWORD = /([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]{0,256}:)[^\s@/]{1,1024}@/gi;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi;
const NAMED_SECRET =
  /([\w-]{0,64}(?:password|passwd|secret|token|api[-_]?key|access[-_]?key|authorization)["']?\s*[=:]\s*["']?)(?!Bearer|Basic)[^\s"',;&]+/gi;

/** Takes the usual secrets out of text that is going to be stored: passwords in URLs, bearer tokens, `token=…`. */
export function redact(text: string): string {
  return text
    .replace(URL_PASSWORD, '$1[redacted]@')
    .replace(BEARER, '$1 [redacted]')
    .replace(NAMED_SECRET, '$1[redacted]');
}
