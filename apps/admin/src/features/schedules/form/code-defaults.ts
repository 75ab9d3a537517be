import type { JobDto } from '@zenpulse/contract';
import type { ScheduleFields } from '@zenpulse/core/domain';
import { fieldLabel } from './field-labels.ts';

/** The defaults of a new schedule of this job, from its code; empty for a job that no runner reports. */
export function codeDefaults(jobs: readonly JobDto[], jobKey: string): Partial<ScheduleFields> {
  return jobs.find((job) => job.jobKey === jobKey)?.defaults ?? {};
}

/** A sentence about the fields filled in from code; null if there are none. */
export function codeDefaultsText(defaults: Partial<ScheduleFields>): string | null {
  const said = Object.entries(defaults).map(([field, value]) => defaultText(field, value));
  return said.length === 0 ? null : `Defaults from code: ${said.join(' · ')}`;
}

/** "log all runs", "timeout in seconds: 30" */
function defaultText(field: string, value: unknown): string {
  if (field === 'logPolicy' && typeof value === 'string') return LOG_WORDS[value] ?? value;
  if (field === 'note') return value === null ? 'no note' : 'a note';
  const label = fieldLabel(field);
  return `${label[0]?.toLowerCase()}${label.slice(1)}: ${inWords(value)}`;
}

const LOG_WORDS: Readonly<Record<string, string>> = {
  all: 'log all runs',
  failures: 'log failures',
  none: 'log no runs',
};

function inWords(value: unknown): string {
  if (value === null) return 'no limit';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
