import type { Receipt } from '@zenpulse/contract';
import { durationText } from '../../../time/duration-text.ts';
import { clockText } from '../../../time/instant-text.ts';

/** For this long after a save, it is normal that no runner has reported it. */
const PATIENCE_MS = 3_000;

export interface ReceiptText {
  readonly tone: 'done' | 'waiting' | 'bad';
  readonly text: string;
}

/** Whether a save was applied, in words. Times are in the schedule's zone. */
export function receiptText(receipt: Receipt, now: number): ReceiptText {
  if (receipt.appliedAt !== null) {
    return { tone: 'done', text: `${appliedText(receipt)} ${nextText(receipt, now)}` };
  }
  const { holder, hostname, holderSeenAt, holderReadAt, timezone } = receipt;
  const moment = (at: string) => `${clockText(Date.parse(at), timezone, now)} (${timezone})`;
  if (holder === 'fires') {
    if (isYoung(receipt, now)) return { tone: 'waiting', text: waitingText(receipt) };
    const lastRead =
      holderReadAt === null
        ? 'It has not read any schedules yet.'
        : `It last read the schedules at ${moment(holderReadAt)}.`;
    return { tone: 'waiting', text: `The runner on ${hostname} has not applied this yet. ${lastRead}` };
  }
  if (holder === 'stands-by') {
    return {
      tone: 'waiting',
      text: `${NOT_YET}: no runner is active, and the one on ${hostname} is on standby.`,
    };
  }
  const since = holderSeenAt === null ? 'ever reported' : `answered since ${moment(holderSeenAt)}`;
  return { tone: 'bad', text: `${NOT_YET}: no runner has ${since}.` };
}

const NOT_YET = 'Not applied yet';

/** Without a signal, it takes until the runner's next poll. */
function waitingText({ hostname, noticedWithinMs }: Receipt): string {
  const who = `Waiting for the runner on ${hostname}`;
  return isSlow(noticedWithinMs)
    ? `${who}, which notices a change from here within ${durationText(noticedWithinMs)}…`
    : `${who}…`;
}

function isSlow(noticedWithinMs: number | null): noticedWithinMs is number {
  return noticedWithinMs !== null && noticedWithinMs > PATIENCE_MS;
}

function appliedText({ hostname, appliedAfterMs, isExact }: Receipt): string {
  const who = `The runner on ${hostname} applied this`;
  if (appliedAfterMs === null) return `${who}.`;
  if (!isExact) return `${who} within ${durationText(appliedAfterMs)}, with later changes.`;
  return appliedAfterMs < 1 ? `${who} at once.` : `${who} after ${durationText(appliedAfterMs)}.`;
}

function nextText({ enabled, registered, nextRunAt, timezone }: Receipt, now: number): string {
  if (!enabled) return 'It will not run while disabled.';
  if (nextRunAt === null) return 'There is no further run.';
  if (registered === false) return 'It will not run: no runner has its job registered.';
  return `Next run ${clockText(Date.parse(nextRunAt), timezone, now)} (${timezone}).`;
}

function isYoung({ savedAt, noticedWithinMs }: Receipt, now: number): boolean {
  if (savedAt === null) return false;
  const patience = PATIENCE_MS + (isSlow(noticedWithinMs) ? noticedWithinMs : 0);
  return now - Date.parse(savedAt) < patience;
}
