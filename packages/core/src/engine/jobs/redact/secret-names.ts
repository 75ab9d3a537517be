/** What a name reveals about its value: not secret, secret, or a header whose whole line is secret. */
export type Secrecy = 'open' | 'secret' | 'line';

/** Classifies names such as `DB_PASSWORD`, `x-api-key`, `accessToken` and `connect.sid` by their words. */
export function secrecyOf(name: string): Secrecy {
  const words = wordsOf(name);
  if (words.some((word) => LINE.has(word))) return 'line';
  if (words.some((word) => SECRET.has(word) || ENDS_SECRET.test(word))) return 'secret';
  return words.some((word, index) => KEY.has(word) && KEY_OWNERS.has(words[index - 1] ?? ''))
    ? 'secret'
    : 'open';
}

/** For these names a number is a count: `tokens: 5`, `max_tokens=4096`. */
export function isCountable(name: string): boolean {
  return wordsOf(name).some((word) => word === 'tokens' || word === 'secrets' || word === 'cookies');
}

function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

const LINE = new Set(['authorization', 'cookie', 'cookies']);

const SECRET = words(`
  pass pwd passwd pw passphrase passcode pin otp totp mfa cvv cvc ssn
  password passwords passwort kennwort contraseña senha mdp motdepasse wachtwoord
  secret secrets token tokens jwt bearer auth oauth sid session sessionid phpsessid jsessionid csrf xsrf
  credential credentials creds signature sig hmac
  apikey apikeys appkey accesskey secretkey privatekey authkey accountkey encryptionkey licensekey sharedkey
  masterkey signingkey sshkey userpass dbpass mysqlpwd pgpass`);

/** Names written as one word, such as `dbpassword` and `accesstoken`; not `tokenizer`, `secretary`, `compass`. */
const ENDS_SECRET =
  /(?:password|passwd|passphrase|secret|token|apikey|pwd|credentials?)$|^(?:password|passwd)/;

const KEY = words('key keys keybase');
/** Words before "key" that make it a secret; the key of a cache, a table or a job is none. */
const KEY_OWNERS = words(`
  api access private secret encryption decryption signing sign master account storage shared auth crypto cipher
  ssh ssl tls pgp gpg rsa aes hmac jwt license licence consumer subscription service deploy session root app
  application client admin stripe webhook vault security`);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ''));
}
