import { RecentCache } from './recent-cache.ts';
import { isTimeZone } from './time-zone.ts';

/**
 * A zone's name in IANA's spelling: `us/eastern` becomes `US/Eastern`. An alias stays as chosen (`Asia/Kolkata` does
 * not become `Asia/Calcutta`). Other texts are returned unchanged.
 */
export function zoneSpelling(name: string): string {
  if (!isTimeZone(name)) return name;
  return SPELLINGS.get(name) ?? SPELLINGS.keep(name, spelled(name));
}

/** Each row of the store is parsed with its zone, and asking `Intl` costs more than the rest of it. */
const SPELLINGS = new RecentCache<string>(2_000);

function spelled(name: string): string {
  const canonical = canonicalName(name);
  return canonical.toLowerCase() === name.toLowerCase() ? canonical : aliasSpelling(name);
}

/** True if two names mean the same zone, in another spelling or as an alias. */
export function isSameZone(a: string, b: string): boolean {
  return a === b || (isTimeZone(a) && isTimeZone(b) && canonicalName(a) === canonicalName(b));
}

function canonicalName(name: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
}

/** `Intl` has no list of aliases. Their words begin with a capital, except for these. */
function aliasSpelling(name: string): string {
  const lower = name.toLowerCase();
  return WHOLE.get(lower) ?? lower.replaceAll(/[a-z]+/g, (word) => WORDS.get(word) ?? capitalized(word));
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const WHOLE = byLower(`
  ACT America/Knox_IN CET CST6CDT EET EST EST5EDT GB GB-Eire GMT GMT+0 GMT-0 GMT0 HST MET MST MST7MDT NZ NZ-CHAT PRC PST8PDT ROC ROK UCT
  UTC W-SU WET`);
const WORDS = byLower(
  'ACT BajaNorte BajaSur ComodRivadavia DeNoronha DumontDUrville EasterIsland GMT LHI McMurdo NSW UCT US UTC au es of',
);

function byLower(names: string): ReadonlyMap<string, string> {
  return new Map(
    names
      .split(/\s+/)
      .filter((name) => name !== '')
      .map((name) => [name.toLowerCase(), name]),
  );
}
