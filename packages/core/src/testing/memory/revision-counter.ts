import { REVISION_LOG_LENGTH, type RevisionPair } from '../../ports/index.ts';

/** The part of the counter that a copy of the database contains. */
export interface RevisionCopy {
  readonly pair: RevisionPair;
  readonly historyId: string;
  readonly log: ReadonlyMap<number, string>;
  readonly deleted: readonly { readonly id: string; readonly revision: number }[];
}

/** How many were made, so that two databases differ. */
let databases = 0;

/**
 * The number that every change of a schedule and every request for a run raises, with its token and the log of both.
 */
export class RevisionCounter {
  readonly #name = `database-${(databases += 1)}`;
  /** The number of tokens and histories made so far: restoring a copy does not lower it. */
  #made = 0;
  #value = 1;
  #token = this.#new();
  #historyId = this.#new();
  #log = new Map([[this.#value, this.#token]]);
  #deleted: { readonly id: string; readonly revision: number }[] = [];

  get value(): number {
    return this.#value;
  }

  get pair(): RevisionPair {
    return { revision: this.#value, token: this.#token };
  }

  get historyId(): string {
    return this.#historyId;
  }

  raise(): number {
    this.#value += 1;
    this.#token = this.#new();
    this.#log.set(this.#value, this.#token);
    this.#log.delete(this.#value - REVISION_LOG_LENGTH);
    this.#deleted = this.#deleted.filter(({ revision }) => revision > this.#value - REVISION_LOG_LENGTH);
    return this.#value;
  }

  /** Records that a schedule was deleted, under a new revision. */
  deleted(id: string): void {
    const revision = this.raise();
    this.#deleted.push({ id, revision });
  }

  deletedAfter(since: number): readonly string[] {
    return this.#deleted.filter(({ revision }) => revision > since).map(({ id }) => id);
  }

  hasHad({ revision, token }: RevisionPair): boolean {
    return this.#log.get(revision) === token;
  }

  /** True if the log does not reach back that far. */
  isTooOld(revision: number): boolean {
    return revision <= this.#value - REVISION_LOG_LENGTH;
  }

  /** What `zenpulse migrate --new-history` does. */
  newHistory(): void {
    this.raise();
    this.#historyId = this.#new();
  }

  copy(): RevisionCopy {
    return {
      pair: this.pair,
      historyId: this.#historyId,
      log: new Map(this.#log),
      deleted: [...this.#deleted],
    };
  }

  putBack({ pair, historyId, log, deleted }: RevisionCopy): void {
    this.#value = pair.revision;
    this.#token = pair.token;
    this.#historyId = historyId;
    this.#log = new Map(log);
    this.#deleted = [...deleted];
  }

  /** Recreated tables: another history, which begins with the same revision as every other. */
  startAgain(revision = 1): void {
    this.#value = revision;
    this.#token = this.#new();
    this.#historyId = this.#new();
    this.#log = new Map([[this.#value, this.#token]]);
    this.#deleted = [];
  }

  #new(): string {
    return `${this.#name}/${(this.#made += 1)}`;
  }
}
