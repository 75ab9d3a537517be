/** How a name marks its value: not at all, as a secret, or as a header whose whole line is secret. */
export type Secrecy = 'open' | 'secret' | 'line';

/** Reads `DB_PASSWORD`, `x-api-key`, `accessToken`, `connect.sid`: the words of a name decide. */
export function secrecyOf(name: string): Secrecy {
  const words = wordsOf(name);
  if (words.some((word) => LINE.has(word))) return 'line';
  if (words.some((word) => SECRET.has(word) || ENDS_SECRET.test(word))) return 'secret';
  return words.some((word, index) => KEY.has(word) && KEY_OWNERS.has(words[index - 1] ?? ''))
    ? 'secret'
    : 'open';
}

/** Of `tokens: 5` and `max_tokens=4096` a number is a count. */
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

/** Names written without a break, such as `dbpassword` and `accesstoken`; not `tokenizer`, `secretary`, `compass`. */
const ENDS_SECRET =
  /(?:password|passwd|passphrase|secret|token|apikey|pwd|credentials?)$|^(?:password|passwd)/;

const KEY = words('key keys keybase');
/** Whose key is a secret: not that of a cache, a table or a job. */
const KEY_OWNERS = words(`
  api access private secret encryption decryption signing sign master account storage shared auth crypto cipher
  ssh ssl tls pgp gpg rsa aes hmac jwt license licence consumer subscription service deploy session root app
  application client admin stripe webhook vault security`);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ''));
}
