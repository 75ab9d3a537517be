import { afterEach, describe, expect, it, vi } from 'vitest';
import { KeptListeners } from './kept-listeners.ts';

/** An event without other listeners in this process. */
const EVENT = 'zenpulse-test';

afterEach(() => {
  process.removeAllListeners(EVENT);
});

function kept() {
  const listeners = new KeptListeners();
  const listener = vi.fn<() => void>();
  listeners.keep(EVENT, listener);
  const isHeard = () => {
    listener.mockClear();
    process.emit(EVENT as never);
    return listener.mock.calls.length;
  };
  return { listeners, listener, isHeard };
}

/** Like `process.removeAllListeners()` without a name: it also removes listeners added meanwhile. */
function removeUnheard(): void {
  const emit = vi.spyOn(process, 'emit').mockReturnValue(true as never);
  process.removeAllListeners(EVENT);
  emit.mockRestore();
}

describe('a kept listener', () => {
  it('is heard once, also after it was removed by name', () => {
    const { listener, isHeard } = kept();
    process.off(EVENT, listener);
    expect(isHeard()).toBe(1);
    process.removeAllListeners(EVENT);
    expect(isHeard()).toBe(1);
  });

  it('is added again by the next check when everything was removed without an event', () => {
    const { listeners, isHeard } = kept();
    removeUnheard();
    listeners.check();
    expect(isHeard()).toBe(1);
    listeners.check();
    listeners.confirm();
    expect(isHeard(), 'not twice').toBe(1);
  });

  it('is added again even if another listener took its place', () => {
    const { listeners, isHeard } = kept();
    removeUnheard();
    process.on(EVENT, () => undefined);
    listeners.confirm();
    expect(isHeard()).toBe(1);
  });
});
