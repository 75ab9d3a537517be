/** What a key does; the keys are those that Gmail, GitHub and others have. */
export type ShortcutAction =
  | { readonly kind: 'go'; readonly to: string }
  | { readonly kind: 'row'; readonly step: 1 | -1 }
  /** A button of the current row; `isShifted`: as with the shift key. */
  | { readonly kind: 'press'; readonly button: 'run' | 'edit' | 'select'; readonly isShifted?: true }
  | { readonly kind: 'search' | 'help' | 'actions' | 'undo' };

export interface Shortcut {
  /** Keys pressed one after the other. */
  readonly keys: readonly [string] | readonly [string, string];
  readonly label: string;
  readonly action: ShortcutAction;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['/'], label: 'Search', action: { kind: 'search' } },
  { keys: ['j'], label: 'Next row', action: { kind: 'row', step: 1 } },
  { keys: ['k'], label: 'Previous row', action: { kind: 'row', step: -1 } },
  { keys: ['r'], label: 'Run the row’s schedule now', action: { kind: 'press', button: 'run' } },
  { keys: ['e'], label: 'Edit the row’s schedule', action: { kind: 'press', button: 'edit' } },
  { keys: ['x'], label: 'Select the row', action: { kind: 'press', button: 'select' } },
  {
    keys: ['X'],
    label: 'Select from the last selected row to this one',
    action: { kind: 'press', button: 'select', isShifted: true },
  },
  { keys: ['a'], label: 'To the actions for what is selected', action: { kind: 'actions' } },
  { keys: ['z'], label: 'Undo, as long as it is offered', action: { kind: 'undo' } },
  { keys: ['g', 'o'], label: 'Overview', action: { kind: 'go', to: '/' } },
  { keys: ['g', 's'], label: 'Schedules', action: { kind: 'go', to: '/schedules' } },
  { keys: ['g', 'e'], label: 'Executions', action: { kind: 'go', to: '/executions' } },
  { keys: ['g', 'j'], label: 'Jobs', action: { kind: 'go', to: '/jobs' } },
  { keys: ['g', 'r'], label: 'Runners', action: { kind: 'go', to: '/runners' } },
  { keys: ['g', 'c'], label: 'Changes', action: { kind: 'go', to: '/changes' } },
  { keys: ['?'], label: 'These keys', action: { kind: 'help' } },
];

/** The second key must follow within this time. */
const SEQUENCE_MS = 1_500;

/** Matches pressed keys with shortcuts of one or two keys. Instants in milliseconds. */
export class ShortcutMatcher {
  #first: { readonly key: string; readonly at: number } | null = null;

  press(key: string, at: number): ShortcutAction | null {
    const first = this.#first;
    this.#first = null;
    if (first !== null && at - first.at <= SEQUENCE_MS) {
      const found = SHORTCUTS.find(({ keys }) => keys[0] === first.key && keys[1] === key);
      if (found !== undefined) return found.action;
    }
    if (SHORTCUTS.some(({ keys }) => keys.length === 2 && keys[0] === key)) this.#first = { key, at };
    return SHORTCUTS.find(({ keys }) => keys.length === 1 && keys[0] === key)?.action ?? null;
  }
}
