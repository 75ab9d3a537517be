import { useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';

interface WalkOptions {
  /** How many values there are; at least 1. */
  readonly count: number;
  readonly label: string;
  /** The value at `index` in words. */
  readonly textOf: (index: number) => string;
  /** The value at a distance from the right edge, of a drawing `width` wide; null beside all values. */
  readonly indexAt: (fromRight: number, width: number) => number | null;
  readonly onOpen?: (index: number) => void;
}

/**
 * Makes a drawing of many values readable: the pointer or the arrow keys describe one, a click or Enter opens it. For
 * screen readers it is a slider, whose value is the described one. Returns the props of the drawing's element.
 */
export function useWalk({ count, label, textOf, indexAt, onOpen }: WalkOptions) {
  const [active, setActive] = useState<number | null>(null);
  const chosen = Math.min(active ?? count - 1, count - 1);
  const pointed = (event: PointerEvent | MouseEvent) => {
    const { right, width } = event.currentTarget.getBoundingClientRect();
    return indexAt(right - event.clientX, width);
  };
  const props = {
    role: 'slider',
    tabIndex: 0,
    'aria-label': label,
    'aria-valuemin': 1,
    'aria-valuemax': count,
    'aria-valuenow': chosen + 1,
    'aria-valuetext': textOf(chosen),
    onFocus: (event: { readonly currentTarget: Element }) => {
      if (event.currentTarget.matches(':focus-visible')) setActive(count - 1);
    },
    onBlur: () => setActive(null),
    onPointerMove: (event: PointerEvent) => setActive(pointed(event)),
    onPointerLeave: () => setActive(null),
    onClick: (event: MouseEvent) => {
      const index = pointed(event);
      if (index !== null) onOpen?.(index);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const next = keyTarget(event.key, chosen, count);
      if (next !== null) setActive(next);
      else if (event.key !== 'Enter' || onOpen === undefined) return;
      else onOpen(chosen);
      event.preventDefault();
      event.stopPropagation();
    },
  } as const;
  return { props, active: active === null ? null : chosen };
}

/** The index to which a key leads; null for other keys. */
export function keyTarget(key: string, index: number, count: number): number | null {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, index - 1);
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(count - 1, index + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
