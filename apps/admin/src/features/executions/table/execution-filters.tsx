import { OUTCOMES } from '@zenpulse/core/domain';
import { JobKeyFilter } from '../../jobs/job-key-filter.tsx';
import type { useAddressFilter } from '../../../table/address-filter.ts';
import { SelectField } from '../../../shell/field.tsx';
import classes from '../../../table/filters.module.css';
import { ManyChoice } from '../../../table/many-choice.tsx';
import { SearchField } from '../../../table/search-field.tsx';
import { OUTCOME_WORDS } from '../outcome-words.ts';
import { CustomRange } from './custom-range.tsx';
import { RANGES } from './execution-range.ts';

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
    <div className={classes['filters']} role="search">
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
        <ManyChoice
          label="Filter by outcome"
          placeholder="Any outcome"
          choices={OUTCOME_CHOICES}
          chosen={status}
          onChange={(chosen) => address.set({ status: chosen })}
        />
      )}
      <SelectField<string>
        label="Filter by time"
        choices={RANGES.filter(({ value }) => !isGrouped || value !== 'custom')}
        value={address.one('range')}
        onChange={(range) => address.set({ range, from: null, to: null })}
      />
      {!isGrouped && address.one('range') === 'custom' && <CustomRange address={address} />}
    </div>
  );
}
