import { OUTCOMES, type Origin, type Outcome } from '../execution.ts';

/** One occurrence of a schedule with all its attempts, or one run by hand. Instants are epoch milliseconds. */
export interface RecentOccurrence {
  /** How it ended. */
  readonly status: Outcome;
  readonly scheduledAt: number;
  /** Of its last attempt, in whole milliseconds; null if it never started or its end was not observed. */
  readonly durationMs: number | null;
  /** The attempts that were made; 0 if it never started. */
  readonly attempts: number;
  readonly origin: Exclude<Origin, 'retry'>;
  /** How many occurrences it stands for, including its own: those that were coalesced or missed together. */
  readonly count: number;
  /** True if nobody saw its end: it is interrupted or ambiguous, and a real outcome replaces it. */
  readonly isGuess: boolean;
}

/** How many occurrences of each schedule are kept. */
export const RECENT_KEPT = 60;
/** The characters of one. */
export const RECENT_WIDTH = 24;

const LETTERS: Readonly<Record<Outcome, string>> = {
  success: 's',
  fail: 'f',
  timeout: 't',
  interrupted: 'i',
  missed: 'm',
  skipped: 'k',
};
const BY_LETTER = new Map(OUTCOMES.map((outcome) => [LETTERS[outcome], outcome]));
const NO_DURATION = '-------';

/**
 * One occurrence as 24 characters: outcome (upper case for a guess), `s` or `h` (its schedule's, or by hand), and in base
 * 36 the instant (9), the duration (7, or dashes), the attempts (3) and the count (3).
 */
export function recentText(occurrence: RecentOccurrence): string {
  const { status, scheduledAt, durationMs, attempts, origin, count, isGuess } = occurrence;
  const letter = isGuess ? LETTERS[status].toUpperCase() : LETTERS[status];
  const duration = durationMs === null ? NO_DURATION : digits(durationMs, 7);
  const by = origin === 'manual' ? 'h' : 's';
  return letter + by + digits(scheduledAt, 9) + duration + digits(attempts, 3) + digits(count, 3);
}

/** Reads such texts written one after the other; what is damaged is left out. */
export function recentOf(text: string): RecentOccurrence[] {
  const found: RecentOccurrence[] = [];
  for (let at = 0; at + RECENT_WIDTH <= text.length; at += RECENT_WIDTH) {
    const one = parsedAt(text, at);
    if (one !== null) found.push(one);
  }
  return found;
}

/** The same, in the order of their instants, the newest last, at most 60. */
export function sortedRecent(text: string): RecentOccurrence[] {
  const found = recentOf(text);
  return found.toSorted((a, b) => a.scheduledAt - b.scheduledAt).slice(-RECENT_KEPT);
}

/** Splits the text into one text for each occurrence. */
export function recentTexts(text: string): string[] {
  const texts: string[] = [];
  for (let at = 0; at + RECENT_WIDTH <= text.length; at += RECENT_WIDTH) {
    texts.push(text.slice(at, at + RECENT_WIDTH));
  }
  return texts;
}

/** The instant of the one that begins at this place, as text that sorts by time. */
export function instantText(text: string, at: number): string {
  return text.slice(at + 2, at + 11);
}

/** The newest 60 of them. */
export function newestRecent(text: string): string {
  return text.slice(-RECENT_KEPT * RECENT_WIDTH);
}

/** A page of a list has thousands of these: no text is cut out of another. */
function parsedAt(text: string, at: number): RecentOccurrence | null {
  const letter = text.charAt(at);
  const status = BY_LETTER.get(letter) ?? BY_LETTER.get(letter.toLowerCase());
  const hasDuration = !text.startsWith(NO_DURATION, at + 11);
  const scheduledAt = numberIn(text, at + 2, at + 11);
  const durationMs = hasDuration ? numberIn(text, at + 11, at + 18) : 0;
  const attempts = numberIn(text, at + 18, at + 21);
  const count = numberIn(text, at + 21, at + RECENT_WIDTH);
  if (status === undefined || Number.isNaN(scheduledAt + durationMs + attempts + count)) return null;
  return {
    status,
    scheduledAt,
    durationMs: hasDuration ? durationMs : null,
    attempts,
    origin: text.charAt(at + 1) === 'h' ? 'manual' : 'schedule',
    count,
    isGuess: letter !== LETTERS[status],
  };
}

/** The number in base 36 from `at` to `end`; NaN where there is another character. */
function numberIn(text: string, at: number, end: number): number {
  let value = 0;
  for (let index = at; index < end; index += 1) value = value * 36 + digitOf(text.charCodeAt(index));
  return value;
}

function digitOf(code: number): number {
  if (code >= CODE_0 && code < CODE_0 + 10) return code - CODE_0;
  return code >= CODE_A && code < CODE_A + 26 ? code - CODE_A + 10 : Number.NaN;
}

const CODE_0 = '0'.charCodeAt(0);
const CODE_A = 'a'.charCodeAt(0);

/** A whole number from 0 on, cut to what fits. */
function digits(value: number, width: number): string {
  const most = 36 ** width - 1;
  const whole = Math.min(Math.max(Math.round(value) || 0, 0), most);
  return whole.toString(36).padStart(width, '0');
}
