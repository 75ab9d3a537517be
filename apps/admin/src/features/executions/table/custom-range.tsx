import { InputField } from '../../../shell/field.tsx';
import type { useAddressFilter } from '../../../table/address-filter.ts';
import classes from '../../../table/filters.module.css';
import { BROWSER_ZONE } from '../../../time/zone.ts';
import { instantOfLocal, localOfInstant } from './execution-range.ts';

/** The start and the end of a range of one's own, in the reader's zone. */
export function CustomRange({ address }: { readonly address: ReturnType<typeof useAddressFilter> }) {
  return (['from', 'to'] as const).map((end) => {
    const label = `${end === 'from' ? 'From' : 'To'} (${BROWSER_ZONE})`;
    return (
      <div key={end} className={classes['labelled']}>
        <span aria-hidden>{label}</span>
        <InputField
          type="datetime-local"
          label={label}
          defaultValue={localOfInstant(address.one(end))}
          onChange={(event) => address.set({ [end]: instantOfLocal(event.currentTarget.value) })}
        />
      </div>
    );
  });
}
