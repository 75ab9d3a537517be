import { createContext, use } from 'react';

/** What the check boxes of a list show and do. */
export interface Selecting {
  readonly isChosen: (id: string) => boolean;
  readonly toggle: (id: string, isRange: boolean) => void;
  readonly toggleShown: () => void;
  /** How many rows are shown, and how many of them are chosen. */
  readonly shown: number;
  readonly chosen: number;
}

const NONE: Selecting = {
  isChosen: () => false,
  toggle: () => undefined,
  toggleShown: () => undefined,
  shown: 0,
  chosen: 0,
};

export const SelectionContext = createContext<Selecting>(NONE);

export function useSelecting(): Selecting {
  return use(SelectionContext);
}
