import type { OccurrenceDto } from '@zenpulse/contract';
import type { Fate, Outcome } from '@zenpulse/core/domain';
import { shortInstantText, wallDayText } from '../../../time/instant-text.ts';
import { reasonText } from '../../executions/reason-text.ts';

interface FateWords {
  readonly label: string;
  /** The colour of a similar outcome; `quiet` if nothing is wrong. */
  readonly tone: Outcome | 'quiet';
}

/** The label of each fate; `ran` has the label of its outcome. */
export const FATE_WORDS: Readonly<Record<Exclude<Fate, 'ran'>, FateWords>> = {
  running: { label: 'Running', tone: 'success' },
  coalesced: { label: 'Combined', tone: 'quiet' },
  missed: { label: 'Missed', tone: 'missed' },
  skipped: { label: 'Skipped', tone: 'skipped' },
  'unknown-job': { label: 'Job not registered', tone: 'fail' },
  pending: { label: 'Scheduled', tone: 'quiet' },
  'not-in-effect': { label: 'Inactive', tone: 'quiet' },
  'not-in-the-year': { label: 'Skipped by the clock change', tone: 'timeout' },
  unrecorded: { label: 'No record', tone: 'quiet' },
  unknown: { label: 'No record', tone: 'interrupted' },
};

/** What happened to an occurrence, in one or two sentences; `zone` is the schedule's, `now` in epoch milliseconds. */
export function fateText(occurrence: OccurrenceDto, zone: string, now: number): string {
  const { attempts, isOfThisRule, clockChange, fate } = occurrence;
  return [
    SENTENCES[fate](occurrence, zone, now),
    attempts > 1 ? `It took ${attempts} attempts.` : '',
    clockChange !== null && fate !== 'not-in-the-year' ? movedText(clockChange) : '',
    isOfThisRule ? '' : 'The schedule had a different trigger then.',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

type Sentence = (occurrence: OccurrenceDto, zone: string, now: number) => string;

const explainedTogether: Sentence = (occurrence, zone) => {
  const { recordedAs } = occurrence;
  const together =
    recordedAs === null ? '' : ` Recorded together with the run due at ${timeText(recordedAs, zone)}.`;
  return `${explained(occurrence)}${together}`;
};

const SENTENCES: Readonly<Record<Fate, Sentence>> = {
  ran: explained,
  running: () => 'Running now.',
  coalesced: ({ recordedAs }, zone) => `Combined into the run due at ${timeText(recordedAs ?? '', zone)}.`,
  missed: explainedTogether,
  skipped: explainedTogether,
  'unknown-job': explainedTogether,
  pending: ({ scheduledAt }, _zone, now) =>
    Date.parse(scheduledAt) > now ? '' : 'Due, and may still start.',
  'not-in-effect': notInEffectText,
  'not-in-the-year': ({ clockChange, count }) => (clockChange === null ? '' : lostText(clockChange, count)),
  unrecorded: unrecordedText,
  unknown: () => 'Every outcome should be recorded, but this one was not.',
};

/** Reasons that no execution has. */
const OWN_REASONS = [
  'before-effective',
  'paused',
  'disabled',
  'skipped-by-hand',
  'moved',
  'blackout',
  'log-policy',
  'pruned',
] as const satisfies readonly OccurrenceDto['reason'][];
type OwnReason = (typeof OWN_REASONS)[number];

function isOwn(reason: OccurrenceDto['reason']): reason is OwnReason {
  return OWN_REASONS.some((own) => own === reason);
}

function explained({ reason, status }: OccurrenceDto): string {
  return isOwn(reason) || status === null ? '' : (reasonText({ reason, status }) ?? '');
}

function notInEffectText({ reason, count }: OccurrenceDto): string {
  if (reason === 'skipped-by-hand') return 'Skipped by hand.';
  if (reason === 'blackout') return 'In a blackout window.';
  if (reason === 'moved') return 'Moved to another time by hand.';
  if (reason === 'paused') return `${manyText(count)}The schedule was paused.`;
  return reason === 'disabled'
    ? `${manyText(count)}The schedule is disabled.`
    : `${manyText(count)}The schedule was disabled, had a different trigger, or did not exist yet.`;
}

function unrecordedText({ reason, count }: OccurrenceDto): string {
  const text = reason === 'pruned' ? 'Deleted since.' : 'Not recorded under the log policy.';
  return `${manyText(count)}${text}`;
}

function manyText(count: number): string {
  return count > 1 ? `${count} occurrences: ` : '';
}

type ClockChange = NonNullable<OccurrenceDto['clockChange']>;

function lostText(change: ClockChange, count: number): string {
  const verb = count === 1 ? 'does not exist' : 'do not exist';
  return `${timesText(change)} ${verb} on ${wallDayText(change.from)}: ${setForwardText(change)}.`;
}

function movedText(change: ClockChange): string {
  return `Moved from ${timesText(change)}, which did not exist on ${wallDayText(change.from)}: ${setForwardText(change)}.`;
}

function setForwardText({ from, to }: ClockChange): string {
  return from.slice(0, 10) === to.slice(0, 10)
    ? `the clocks went from ${from.slice(11)} to ${to.slice(11)}`
    : `the clocks went from ${from.replace('T', ' ')} to ${to.replace('T', ' ')}`;
}

/** "02:00, 02:30 and 4 more" */
function timesText({ localTimes, count }: ClockChange): string {
  const shown = localTimes.slice(0, 4).map((time) => time.slice(11));
  const more = count - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter((text) => text !== '').join(' and ');
}

function timeText(iso: string, zone: string): string {
  return shortInstantText(Date.parse(iso), zone);
}
