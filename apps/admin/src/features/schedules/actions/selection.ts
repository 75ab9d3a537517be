/** Which rows of a list are chosen: some of those shown, or all that match the filter, shown or not. */
export interface Selection {
  /** The filter that it belongs to: another list begins with nothing chosen. */
  readonly list: string;
  readonly ids: ReadonlySet<string>;
  readonly isAll: boolean;
  /** The row that was chosen or left out last, where a range begins. */
  readonly last: string | null;
}

export function nothingChosen(list: string): Selection {
  return { list, ids: new Set(), isAll: false, last: null };
}

/**
 * Chooses a row, or leaves it out. With `isRange` all rows between the last one and this one become what this one becomes.
 * `shown`: the ids of the rows, in order.
 */
export function toggled(
  before: Selection,
  shown: readonly string[],
  id: string,
  isRange: boolean,
): Selection {
  const ids = new Set(before.isAll ? shown : shown.filter((one) => before.ids.has(one)));
  const becomesChosen = !ids.has(id);
  const [from, to] = [shown.indexOf(before.last ?? id), shown.indexOf(id)];
  const range =
    isRange && from !== -1 && to !== -1 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  for (const one of range) {
    if (becomesChosen) ids.add(one);
    else ids.delete(one);
  }
  return { list: before.list, ids, isAll: false, last: id };
}

/** Chooses all rows that are shown; if they are chosen already, none. */
export function toggledShown(before: Selection, shown: readonly string[]): Selection {
  const isWhole = before.isAll || shown.every((id) => before.ids.has(id));
  return { list: before.list, ids: new Set(isWhole ? [] : shown), isAll: false, last: null };
}

/** Of rows that are not shown any more nothing is chosen. */
export function chosenOf(selection: Selection, shown: readonly string[]): readonly string[] {
  return selection.isAll ? shown : shown.filter((id) => selection.ids.has(id));
}
