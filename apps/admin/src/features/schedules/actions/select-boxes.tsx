import type { ScheduleItem } from '@zenpulse/contract';
import type { DataColumn } from '../../../table/data-column.ts';
import { scheduleName } from '../schedule-name.ts';
import classes from './select-boxes.module.css';
import { useSelecting } from './selection-context.ts';

/** Check boxes that choose rows; its head chooses all that are shown. */
export const selectColumn: DataColumn<ScheduleItem> = {
  id: 'select',
  isSortable: false,
  header: <SelectShown />,
  card: 'mark',
  rem: 2.25,
  cell: (row) => <SelectBox item={row} />,
};

function SelectShown() {
  const { shown, chosen, toggleShown } = useSelecting();
  return (
    <label className={classes['box']} data-shown>
      <input
        type="checkbox"
        aria-label={`Select the ${shown} shown`}
        checked={shown > 0 && chosen === shown}
        ref={(box) => {
          if (box !== null) box.indeterminate = chosen > 0 && chosen < shown;
        }}
        onChange={toggleShown}
      />
    </label>
  );
}

function SelectBox({ item }: { readonly item: ScheduleItem }) {
  const { isChosen, toggle } = useSelecting();
  return (
    <label className={classes['box']}>
      <input
        type="checkbox"
        aria-label={`Select ${scheduleName(item)}`}
        data-shortcut="select"
        data-select={item.id}
        checked={isChosen(item.id)}
        onChange={(event) => toggle(item.id, isShifted(event.nativeEvent))}
      />
    </label>
  );
}

/** The change of a check box comes with a click, whatever caused it. */
function isShifted(event: Event): boolean {
  return event instanceof MouseEvent && event.shiftKey;
}
