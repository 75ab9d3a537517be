import {
  exceptionEntries,
  instantText,
  isKeptInstant,
  type Schedule,
  type ScheduleFields,
} from '@zenpulse/core/domain';
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

/** A damaged row's instants may be invalid too; a change that repairs the row sets those to now. */
export function repaired(values: Readonly<Record<keyof Schedule, unknown>>, now: number): Schedule {
  const instant = (value: unknown) => (isKeptInstant(value) ? value : now);
  return {
    ...(values as unknown as Schedule), // validation has checked every field that a person sets
    anchorAt: instant(values.anchorAt),
    effectiveFrom: instant(values.effectiveFrom),
    pausedFrom: instantText.nullable().safeParse(values.pausedFrom).data ?? null,
    exceptions: exceptionEntries.safeParse(values.exceptions).data ?? null,
    createdAt: instant(values.createdAt),
    updatedAt: instant(values.updatedAt),
  };
}
