import type { JobDto } from '@zenpulse/contract';
import type { ScheduleFields } from '@zenpulse/core/domain';
import { fieldLabel } from './field-labels.ts';

/** Where a new schedule of this job begins, by the job's code; empty for a job that no runner reports. */
export function codeDefaults(jobs: readonly JobDto[], jobKey: string): Partial<ScheduleFields> {
  return jobs.find((job) => job.jobKey === jobKey)?.defaults ?? {};
}

/** Says which fields the code has filled in; null for none. */
export function codeDefaultsText(defaults: Partial<ScheduleFields>): string | null {
  const said = Object.entries(defaults).map(([field, value]) => `${fieldLabel(field)} ${inWords(value)}`);
  return said.length === 0 ? null : `By its code: ${said.join(' · ')}`;
}

function inWords(value: unknown): string {
  if (value === null) return 'without limit';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
