import { redactNamedSecrets } from './named-secrets.ts';
import { redactTokens } from './token-shapes.ts';
import { redactUrlCredentials } from './url-credentials.ts';

/**
 * Takes secrets out of text that is going to be stored or logged: credentials in URLs, values whose name says that they
 * are secret (`password=…`, `Authorization: …`, `--token …`), and tokens of a known shape. In doubt a value is hidden.
 * Takes time in proportion to the length of the text.
 */
export function redact(text: string): string {
  return redactNamedSecrets(redactTokens(redactUrlCredentials(text)));
}
