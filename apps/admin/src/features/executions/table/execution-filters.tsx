import { Group, MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { OUTCOMES } from '@zenpulse/core/domain';
import { JobKeyFilter } from '../../jobs/job-key-filter.tsx';
import type { useAddressFilter } from '../../../table/address-filter.ts';
import { SearchField } from '../../../table/search-field.tsx';
import { BROWSER_ZONE } from '../../../time/zone.ts';
import { OUTCOME_WORDS } from '../outcome-words.ts';
import { instantOfLocal, localOfInstant, RANGES } from './execution-range.ts';

export const FILTER_NAMES = ['search', 'jobKey', 'scheduleId', 'status', 'range', 'from', 'to'] as const;

const OUTCOME_CHOICES = OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value].label }));

interface ExecutionFiltersProps {
  readonly address: ReturnType<typeof useAddressFilter>;
  /** Groups of errors have fewer conditions. */
  readonly isGrouped: boolean;
}

export function ExecutionFilters({ address, isGrouped }: ExecutionFiltersProps) {
  const search = address.one('search');
  const status = address.all('status');
  return (
    <Group gap="xs" mb="md" role="search" align="flex-end">
      {!isGrouped && (
        <SearchField
          key={search === '' ? 'empty' : 'typed'}
          label="Search by job or error"
          value={search}
          onChange={(text) => address.set({ search: text })}
        />
      )}
      <JobKeyFilter jobKey={address.one('jobKey')} onChange={(jobKey) => address.set({ jobKey })} />
      {!isGrouped && (
        <MultiSelect
          aria-label="Filter by outcome"
          placeholder={status.length === 0 ? 'Any outcome' : ''}
          data={OUTCOME_CHOICES}
          value={status}
          onChange={(chosen) => address.set({ status: chosen })}
          clearable
          flex="1 1 180px"
          maw={420}
        />
      )}
      <NativeSelect
        aria-label="Filter by time"
        data={RANGES.filter(({ value }) => !isGrouped || value !== 'custom').map(({ value, label }) => ({
          value,
          label,
        }))}
        value={address.one('range')}
        onChange={(event) => address.set({ range: event.currentTarget.value, from: null, to: null })}
      />
      {!isGrouped && address.one('range') === 'custom' && <CustomRange address={address} />}
    </Group>
  );
}

function CustomRange({ address }: { readonly address: ReturnType<typeof useAddressFilter> }) {
  return (['from', 'to'] as const).map((end) => (
    <TextInput
      key={end}
      type="datetime-local"
      label={`${end === 'from' ? 'From' : 'To'} (${BROWSER_ZONE})`}
      defaultValue={localOfInstant(address.one(end))}
      onChange={(event) => address.set({ [end]: instantOfLocal(event.currentTarget.value) })}
    />
  ));
}
