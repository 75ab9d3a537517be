import { LEASE_TRUST_MS, type Clock } from '@zenpulse/core/ports';
import type { FoundEpoch } from './lease-folder.ts';
import type { isProvenDead } from './process-identity.ts';
import { hasPassed } from './record-rules.ts';

/**
 * Decides whether the next epoch may be created: there is none yet, its holder left cleanly or is proven dead, or R has
 * passed and this contender has seen no renewal for `LEASE_TRUST_MS`. Clocks of two processes are never compared.
 */
export class TakeoverJudge {
  readonly #clock: Clock;
  readonly #isDead: typeof isProvenDead;
  #seen: { readonly epoch: number; readonly sequence: number | null; readonly since: number } | null = null;

  constructor(clock: Clock, isDead: typeof isProvenDead) {
    this.#clock = clock;
    this.#isDead = isDead;
  }

  mayTake(found: FoundEpoch | null): boolean {
    if (found === null) return true;
    const silentMs = this.#silentMs(found);
    const { record, last } = found;
    if (record !== null && (record.isReleased || this.#isDead(record.identity))) return true;
    return silentMs > LEASE_TRUST_MS && (last === null || hasPassed(last, this.#clock.now()));
  }

  /** How long this contender has seen the same record. */
  #silentMs({ epoch, record }: FoundEpoch): number {
    const sequence = record?.sequence ?? null;
    const now = this.#clock.monotonic();
    if (this.#seen?.epoch !== epoch || this.#seen.sequence !== sequence) {
      this.#seen = { epoch, sequence, since: now };
    }
    return now - this.#seen.since;
  }
}
