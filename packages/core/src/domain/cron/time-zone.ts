import { RecentCache } from './recent-cache.ts';

/**
 * Whether a name is an IANA zone that this engine knows, in any case of its letters.
 * A fixed offset ("+01:00") never is one: Node 22 would take it and Node 20 would not.
 */
export function isTimeZone(name: string): boolean {
  return VERDICTS.get(name) ?? (IANA_NAME.test(name) && VERDICTS.keep(name, isKnownToIntl(name)));
}

const IANA_NAME = /^[A-Za-z][\w+/-]{0,63}$/;

const VERDICTS = new RecentCache<boolean>(2_000);

function isKnownToIntl(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
