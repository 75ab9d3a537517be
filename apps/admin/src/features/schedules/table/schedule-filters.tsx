import { Group, NativeSelect } from '@mantine/core';
import type { useAddressFilter } from '../../../table/address-filter.ts';
import { SearchField } from '../../../table/search-field.tsx';

export const FILTER_NAMES = ['search', 'enabled', 'triggerType', 'logPolicy', 'is'] as const;

const SELECTS = [
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
] as const;

export function ScheduleFilters({ address }: { readonly address: ReturnType<typeof useAddressFilter> }) {
  const search = address.one('search');
  return (
    <Group gap="xs" mb="md" role="search">
      <SearchField
        // When the address is cleared elsewhere, the field restarts; while the user types, the address follows.
        key={search === '' ? 'empty' : 'typed'}
        label="Search by job"
        value={search}
        onChange={(text) => address.set({ search: text })}
      />
      {SELECTS.map(({ name, label, data }) => (
        <NativeSelect
          key={name}
          flex="0 1 auto"
          aria-label={label}
          data={[...data]}
          value={address.one(name)}
          onChange={(event) => address.set({ [name]: event.currentTarget.value })}
        />
      ))}
    </Group>
  );
}
