import type { FiringStopped } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { clockText } from '../../time/instant-text.ts';

/** Since when nothing fires, who stopped it and why: "Since 08:30 (UTC), by Ada: “the database is moved”." */
export function stoppedText({ by, since, actor, reason }: FiringStopped, zone: string, now: number): string {
  if (by === 'setting') {
    return 'ZENPULSE_PAUSED, or “paused” in the configuration, is set where this application runs. No schedule fires where it is set. This page cannot lift it: remove the setting and restart.';
  }
  const when = since === null ? '' : `Since ${clockText(Date.parse(since), zone, now)} (${zone})`;
  const who = actor === null ? '' : `${when === '' ? 'By' : ', by'} ${visibleText(actor)}`;
  const why = reason === null ? '' : `: “${visibleText(reason)}”`;
  const facts = `${when}${who}${why}`;
  return facts === '' ? '' : `${facts}.`;
}
