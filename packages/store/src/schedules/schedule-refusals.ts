import type { ScheduleFields } from '@zenpulse/core/domain';
import { StoreError } from '@zenpulse/core/ports';

export function notFound(id: string): StoreError {
  return new StoreError('not_found', `there is no schedule ${id}`);
}

export function staleVersion(): StoreError {
  return new StoreError('stale_version', 'the schedule has been changed since it was read');
}

export function scheduleExists({ jobKey, variant }: Pick<ScheduleFields, 'jobKey' | 'variant'>): StoreError {
  const which = variant === '' ? 'a schedule' : `a schedule of variant "${variant}"`;
  return new StoreError('schedule_exists', `the job "${jobKey}" has ${which} already`);
}
