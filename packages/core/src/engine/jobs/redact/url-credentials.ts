import { REDACTED } from './redacted.ts';

/** `scheme://` and the text up to a blank, a quote or a bracket. */
const URL = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s"'`<>]+)/gi;
const HTTP = /^https?:/i;
/** `user:password@host:5432`, a URL without a scheme. */
const BARE = /(?<=^|[\s"'`(=/])((?!mailto:)[\w.-]{1,64}:)[^\s@/"'`]{3,256}(?=@[\w.-]{1,200}[:/])/gm;
/** Webhook addresses are secrets as a whole. */
const WEBHOOK =
  /(https:\/\/(?:hooks\.slack\.com|discord(?:app)?\.com\/api\/webhooks|[\w.-]{1,100}\.webhook\.office\.com)\/)[^\s"'`<>]+/gi;

/** Hides the user information of URLs, up to the last `@`, because passwords are often not escaped there. */
export function redactUrlCredentials(text: string): string {
  if (!text.includes('://') && !text.includes('@')) return text;
  const bare = text.replace(WEBHOOK, `$1${REDACTED}`).replace(BARE, `$1${REDACTED}`);
  return bare.replace(URL, (url: string, scheme: string, rest: string) => {
    if (!hasCredentials(scheme, rest)) return url;
    const end = rest.lastIndexOf('@');
    return `${scheme}${userOf(scheme, rest.slice(0, end))}${REDACTED}${rest.slice(end)}`;
  });
}

/** In `https://host/path:x@y` the `@` belongs to the path: the text before the first slash is a plain host. */
function hasCredentials(scheme: string, rest: string): boolean {
  if (!rest.includes('@')) return false;
  const [authority = ''] = rest.split(/[/?#]/, 1);
  if (authority.includes('@')) return true;
  const [, port] = authority.split(':', 2);
  if (port === undefined) return false;
  return !HTTP.test(scheme) || !/^\d{1,5}$/.test(port);
}

/** The name of a database user is useful and kept; in HTTP the user is often the token itself. */
function userOf(scheme: string, userInformation: string): string {
  const colon = userInformation.indexOf(':');
  return colon === -1 || HTTP.test(scheme) ? '' : userInformation.slice(0, colon + 1);
}
