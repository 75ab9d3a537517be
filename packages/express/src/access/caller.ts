import type { Actor } from '@zenpulse/contract';

/** Who sent a request, and by what. */
export interface Caller extends Actor {
  /** The id of the machine's token that the request carries; undefined for everybody else. */
  readonly tokenId?: string;
}
