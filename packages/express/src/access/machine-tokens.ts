import { timingSafeEqual } from 'node:crypto';
import { isRole } from '@zenpulse/contract/roles';
import type { Clock, MachineToken, TokenStore } from '@zenpulse/core/ports';
import { tokenState } from '@zenpulse/present';
import { hashOfToken } from '@zenpulse/store';
import type { Caller } from './caller.ts';

/** So long a revocation by another process may go unnoticed. */
export const TOKENS_KEPT_MS = 5_000;
/** A token that is not known is looked for again after this: it may be new. */
const LOOKED_FOR_AGAIN_MS = 1_000;
const USE_NOTED_EVERY_MS = 60_000;

interface Deps {
  readonly tokens: TokenStore;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

interface Known {
  readonly byHash: ReadonlyMap<string, MachineToken>;
  readonly readAt: number;
}

/**
 * Who a machine's token stands for. All tokens are read at once and kept for a moment, so that neither requests nor
 * guesses cost a query each.
 */
export class MachineTokens {
  readonly #deps: Deps;
  readonly #notedAt = new Map<string, number>();
  #known: Known | null = null;
  #reading: Promise<Known> | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Null for a token that is unknown, expired or revoked. */
  async judge(secret: string): Promise<Caller | null> {
    const hash = hashOfToken(secret);
    const token = await this.#find(hash);
    const now = this.#deps.clock.now();
    if (token === undefined || !isSame(token.hash, hash) || tokenState(token, now) !== 'valid') return null;
    const { id, name, role } = token;
    if (!isRole(role)) return null;
    this.#noteUse(token, now);
    return { role, name: `token:${name}`, tokenId: id };
  }

  /** Reads again at the next request, because this process has changed a token. */
  forget(): void {
    this.#known = null;
    this.#reading = null;
  }

  async #find(hash: string): Promise<MachineToken | undefined> {
    const found = this.#known?.byHash.get(hash);
    const age = this.#known === null ? Infinity : Math.abs(this.#deps.clock.now() - this.#known.readAt);
    if (age < (found === undefined ? LOOKED_FOR_AGAIN_MS : TOKENS_KEPT_MS)) return found;
    return (await this.#read()).byHash.get(hash);
  }

  /** One reading at a time. What was begun before `forget` is not kept. */
  #read(): Promise<Known> {
    if (this.#reading !== null) return this.#reading;
    const { tokens, clock } = this.#deps;
    const readAt = clock.now();
    const reading = tokens.list().then((all): Known => {
      const known = { byHash: new Map(all.map((token) => [token.hash, token])), readAt };
      if (this.#reading === reading) this.#known = known;
      return known;
    });
    this.#reading = reading;
    const end = () => {
      if (this.#reading === reading) this.#reading = null;
    };
    reading.then(end, end);
    return reading;
  }

  #noteUse({ id, lastUsedAt }: MachineToken, now: number): void {
    const notedAt = Math.max(lastUsedAt ?? -Infinity, this.#notedAt.get(id) ?? -Infinity);
    if (now - notedAt < USE_NOTED_EVERY_MS) return;
    this.#notedAt.set(id, now);
    this.#deps.tokens.used(id, now).catch(this.#deps.onError);
  }
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
