import type { ThrownDescription } from '../../domain/index.ts';

/** Represents a value thrown in a thread: the value itself stays there, its description was sent over. */
export class DescribedThrown {
  readonly #description: ThrownDescription;

  constructor(description: ThrownDescription) {
    this.#description = description;
  }

  /** Null for all other values. The check triggers no trap of a Proxy. */
  static descriptionIn(thrown: unknown): ThrownDescription | null {
    const isOne = typeof thrown === 'object' && thrown !== null && #description in thrown;
    return isOne ? thrown.#description : null;
  }
}
