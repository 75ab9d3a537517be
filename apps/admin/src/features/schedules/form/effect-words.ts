import type { Preview, PreviewChange } from '@zenpulse/contract';
import { instantText } from '../../../time/instant-text.ts';

const DAY_MS = 86_400_000;

/** What saving a trigger does, one sentence each; nothing where it changes nothing. `zone`: of the schedule. */
export function effectsOf(
  {
    change,
    clockChange,
    sameMinute,
    warnings,
  }: Pick<Preview, 'change' | 'clockChange' | 'sameMinute' | 'warnings'>,
  zone: string,
  now: number,
): string[] {
  const words: string[] = [];
  if (change !== null) words.push(...changeWords(change, zone, now));
  // A change that skips runs is a warning already.
  if (clockChange !== null && !warnings.includes(clockChange.message) && clockChange.isFelt)
    words.push(clockChange.message);
  if (sameMinute !== null && sameMinute > 0)
    words.push(
      sameMinute === 1
        ? 'Another schedule runs in the same minute.'
        : `${sameMinute.toLocaleString('en')} other schedules run in the same minute.`,
    );
  return words;
}

function changeWords(change: PreviewChange, zone: string, now: number): string[] {
  const { before, after, gained, lost, firstGainedAt, firstLostAt } = change;
  if (gained === 0 && lost === 0) return [];
  const words = [
    `In the next ${periodWords(Date.parse(change.until) - now)}: ${runs(after)} instead of ${before.toLocaleString('en')}; ${gained.toLocaleString('en')} at new times, ${lost.toLocaleString('en')} at old times no longer.`,
  ];
  if (firstGainedAt !== null) words.push(`First new run: ${instantText(Date.parse(firstGainedAt), zone)}.`);
  if (firstLostAt !== null)
    words.push(`First run that is lost: ${instantText(Date.parse(firstLostAt), zone)}.`);
  return words;
}

function periodWords(lengthMs: number): string {
  const days = Math.round(lengthMs / DAY_MS);
  if (days >= 2) return `${days} days`;
  return days === 1 ? '24 hours' : 'hour';
}

function runs(count: number): string {
  return count === 1 ? '1 run' : `${count.toLocaleString('en')} runs`;
}
