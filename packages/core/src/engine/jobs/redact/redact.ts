import { redactNamedSecrets } from './named-secrets.ts';
import { redactTokens } from './token-shapes.ts';
import { redactUrlCredentials } from './url-credentials.ts';

/**
 * Removes secrets from text before it is stored or logged: credentials in URLs, values whose name marks them as secret
 * (`password=…`, `Authorization: …`, `--token …`), and tokens of a known format. In doubt a value is hidden. Takes time
 * proportional to the length of the text.
 */
export function redact(text: string): string {
  return redactNamedSecrets(redactTokens(redactUrlCredentials(text)));
}
