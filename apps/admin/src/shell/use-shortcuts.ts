import { useEffect, useRef } from 'react';
import { useNavigate } from '../router/hooks.ts';
import { ShortcutMatcher, type ShortcutAction } from './shortcuts.ts';

interface ShortcutHandlers {
  readonly onHelp: () => void;
  readonly onPalette: () => void;
}

/** Listens for keys on the whole page, except while something is typed or a dialog is open. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const navigate = useNavigate();
  const latest = useRef({ navigate, handlers });
  latest.current = { navigate, handlers };
  useEffect(() => {
    const matcher = new ShortcutMatcher();
    const press = (event: KeyboardEvent) => {
      const { key } = event;
      if ((event.metaKey || event.ctrlKey) && key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current.handlers.onPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isTaken(event.target))
        return;
      const action = matcher.press(key, event.timeStamp);
      if (action === null) return;
      event.preventDefault();
      perform(action, (to) => void latest.current.navigate(to), latest.current.handlers);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** Keys belong to a field in which something is typed, and to an open dialog. */
function isTaken(target: EventTarget | null): boolean {
  const isField =
    target instanceof Element &&
    target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null;
  return isField || document.querySelector('[role="dialog"]') !== null;
}

function perform(action: ShortcutAction, go: (to: string) => void, { onHelp }: ShortcutHandlers): void {
  switch (action.kind) {
    case 'go':
      return go(action.to);
    case 'help':
      return onHelp();
    case 'search':
      return document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus();
    case 'row':
      return stepRow(action.step);
    case 'press':
      return press(
        currentRow()?.querySelector<HTMLElement>(`[data-shortcut="${action.button}"]`),
        action.isShifted,
      );
    case 'actions':
      return document.querySelector<HTMLElement>('[data-shortcut="actions"] button:enabled')?.focus();
    case 'undo':
      // The newest one; it is outside the page's main part.
      [...document.querySelectorAll<HTMLElement>('[data-shortcut="undo"]')].at(-1)?.click();
  }
}

function press(button: HTMLElement | null | undefined, isShifted = false): void {
  if (isShifted) button?.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
  else button?.click();
}

/** The focus is on the first link of the current row. */
function stepRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll('main tbody tr:has(a)')];
  const row = currentRow();
  const from = row === null ? (step === 1 ? -1 : rows.length) : rows.indexOf(row);
  const next = rows[Math.min(rows.length - 1, Math.max(0, from + step))];
  const link = next?.querySelector<HTMLElement>('a');
  link?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function currentRow(): Element | null {
  return document.activeElement?.closest('main tbody tr') ?? null;
}
