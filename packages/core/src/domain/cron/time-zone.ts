import { RecentCache } from './recent-cache.ts';

/**
 * True for the name of an IANA zone that this JavaScript engine knows, in any case. False for a fixed offset
 * ("+01:00"): Node 22 would accept it, Node 20 would not.
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
