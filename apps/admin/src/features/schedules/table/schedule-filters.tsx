import type { useAddressFilter } from '../../../table/address-filter.ts';
import { SelectField } from '../../../shell/field.tsx';
import classes from '../../../table/filters.module.css';
import { SearchField } from '../../../table/search-field.tsx';

export const FILTER_NAMES = ['search', 'enabled', 'triggerType', 'logPolicy', 'is'] as const;

interface FilterChoice {
  readonly name: string;
  readonly label: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
}

const SELECTS: readonly FilterChoice[] = [
  {
    name: 'enabled',
    label: 'Filter by enabled',
    data: [
      { value: '', label: 'Enabled and disabled' },
      { value: 'true', label: 'Enabled' },
      { value: 'false', label: 'Disabled' },
    ],
  },
  {
    name: 'triggerType',
    label: 'Filter by trigger',
    data: [
      { value: '', label: 'Any trigger' },
      { value: 'interval', label: 'Interval' },
      { value: 'cron', label: 'Cron' },
    ],
  },
  {
    name: 'logPolicy',
    label: 'Filter by log policy',
    data: [
      { value: '', label: 'Any log policy' },
      { value: 'all', label: 'Logs all' },
      { value: 'failures', label: 'Logs failures' },
      { value: 'none', label: 'Logs none' },
    ],
  },
];

export function ScheduleFilters({ address }: { readonly address: ReturnType<typeof useAddressFilter> }) {
  const search = address.one('search');
  return (
    <div className={classes['filters']} role="search">
      <SearchField
        // When the address is cleared elsewhere, the field restarts; while the user types, the address follows.
        key={search === '' ? 'empty' : 'typed'}
        label="Search by job"
        value={search}
        onChange={(text) => address.set({ search: text })}
      />
      {SELECTS.map(({ name, label, data }) => (
        <SelectField
          key={name}
          label={label}
          choices={data}
          value={address.one(name)}
          onChange={(value) => address.set({ [name]: value })}
        />
      ))}
      <label className={classes['check']}>
        <input
          type="checkbox"
          checked={address.one('group') === 'prefix'}
          onChange={(event) =>
            address.set(event.currentTarget.checked ? { group: 'prefix', sort: null } : { group: null })
          }
        />
        Group by prefix
      </label>
    </div>
  );
}
