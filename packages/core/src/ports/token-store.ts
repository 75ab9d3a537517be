/** A token of a machine, without its secret. */
export interface MachineToken {
  readonly id: string;
  /** Unique among tokens that are not revoked. */
  readonly name: string;
  /** As the table has it: SQL by hand may leave any text. */
  readonly role: string;
  /** The SHA-256 hash of the secret, in hexadecimal. */
  readonly hash: string;
  /** All instants are epoch milliseconds. */
  readonly createdAt: number;
  /** Null if nobody is known. */
  readonly createdBy: string | null;
  /** Null: never. */
  readonly expiresAt: number | null;
  /** To the minute; null: never used. */
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

export type NewMachineToken = Omit<MachineToken, 'lastUsedAt' | 'revokedAt'>;

/** So many tokens are read at most; those that are not revoked come first. */
export const TOKENS_LISTED = 1_000;

export interface TokenStore {
  /** False if a token that is not revoked has the name. A revoked token of the name is replaced. */
  create(token: NewMachineToken): Promise<boolean>;
  /** Those that are not revoked first, then by name. */
  list(): Promise<readonly MachineToken[]>;
  /** The token as it is afterwards; null if there is none with the id. Of two calls, the first decides when. */
  revoke(id: string, at: number): Promise<MachineToken | null>;
  /** Notes a use; an earlier one than the one noted changes nothing. */
  used(id: string, at: number): Promise<void>;
}
