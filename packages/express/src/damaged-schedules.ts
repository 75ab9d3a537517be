import type { KnownSchedules } from './known/known-schedules.ts';

/** Which rows break a rule: no statement can tell, so all rows are read once. */
export class DamagedSchedules {
  readonly #known: Pick<KnownSchedules, 'update' | 'damaged'>;

  constructor(known: Pick<KnownSchedules, 'update' | 'damaged'>) {
    this.#known = known;
  }

  async ids(): Promise<readonly string[]> {
    await this.#known.update();
    return [...this.#known.damaged];
  }
}
