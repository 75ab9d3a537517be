import type { ThrownDescription } from '../../domain/index.ts';

/** Stands for what was thrown in a thread: the value stays there, what is to be recorded of it came over. */
export class DescribedThrown {
  readonly #description: ThrownDescription;

  constructor(description: ThrownDescription) {
    this.#description = description;
  }

  /** Null for everything else, however hostile: no trap of a Proxy hears of the question. */
  static descriptionIn(thrown: unknown): ThrownDescription | null {
    const isOne = typeof thrown === 'object' && thrown !== null && #description in thrown;
    return isOne ? thrown.#description : null;
  }
}
