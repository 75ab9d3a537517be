import { useCallback, useMemo, useState } from 'react';
import { chosenOf, nothingChosen, toggled, toggledShown, type Selection } from './selection.ts';
import type { Selecting } from './selection-context.ts';

/** Which rows of a list are chosen. `list` names the filter; `shown` are the ids of its rows, in order. */
export function useSelection(list: string, shown: readonly string[]) {
  const [stored, setStored] = useState<Selection>(() => nothingChosen(list));
  const selection = stored.list === list ? stored : nothingChosen(list);
  if (selection !== stored) setStored(selection);
  const ids = useMemo(() => chosenOf(selection, shown), [selection, shown]);
  const selecting = useMemo<Selecting>(() => {
    const chosen = new Set(ids);
    return {
      isChosen: (id) => chosen.has(id),
      toggle: (id, isRange) => setStored(toggled(selection, shown, id, isRange)),
      toggleShown: () => setStored(toggledShown(selection, shown)),
      shown: shown.length,
      chosen: ids.length,
    };
  }, [selection, shown, ids]);
  return {
    selecting,
    ids,
    /** All that match are chosen, also those that are not shown. */
    isAll: selection.isAll && ids.length > 0,
    last: selection.last,
    chooseShown: useCallback(() => setStored({ ...nothingChosen(list), ids: new Set(shown) }), [list, shown]),
    chooseAll: useCallback(() => setStored({ ...nothingChosen(list), isAll: true }), [list]),
    clear: useCallback(() => setStored(nothingChosen(list)), [list]),
  };
}
