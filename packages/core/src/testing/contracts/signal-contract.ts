import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Signal } from '../../ports/index.ts';

export interface SignalSubject {
  readonly signal: Signal;
  /** Another process's signal on the same medium. */
  readonly other: Signal;
  /** True if only the store itself can show what is new: then every tick may query it. */
  readonly mustAlwaysAsk?: boolean;
  /** Lets time pass until the predicate holds; throws after a generous time. */
  until(holds: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** The contract of every `Signal`: a hint arrives sooner or later, and each tick can ask for changes. */
export function signalContract(name: string, create: () => Promise<SignalSubject>): void {
  describe(`${name}: the signal`, () => {
    let subject: SignalSubject;
    let hints = 0;
    const count = (): void => {
      hints += 1;
    };
    beforeEach(async () => {
      hints = 0;
      subject = await create();
    });
    afterEach(() => subject.close());

    it('reaches the listener in another process', async () => {
      const unlisten = subject.other.listen(count);
      subject.signal.send();
      await subject.until(() => hints > 0);
      unlisten();
    });

    it('reaches it again after the first time', async () => {
      const unlisten = subject.other.listen(count);
      for (let round = 1; round <= 3; round += 1) {
        const before = hints;
        subject.signal.send();
        await subject.until(() => hints > before);
      }
      unlisten();
    });

    it('is silent after unlisten, which may be repeated', async () => {
      const unlisten = subject.other.listen(count);
      let others = 0;
      const unlistenThird = subject.signal.listen(() => (others += 1));
      unlisten();
      unlisten();
      subject.signal.send();
      await subject.until(() => others > 0);
      expect(hints).toBe(0);
      unlistenThird();
    });

    it('tells the tick once that something may have changed, or always where only the store can tell', () => {
      const quiet = subject.mustAlwaysAsk ?? false;
      subject.other.mayHaveChanged();
      expect(subject.other.mayHaveChanged()).toBe(quiet);
      subject.signal.send();
      expect(subject.other.mayHaveChanged()).toBe(true);
      expect(subject.other.mayHaveChanged()).toBe(quiet);
    });
  });
}
