import { inputIssues, isPlainObject, scheduleDraft } from '@zenpulse/core/domain';
import type { DumpedSchedule } from './read-dump.ts';

/** The number of the format that `zenpulse export` writes. */
export const EXPORT_FORMAT = 1;

/** The schedules of a file that `zenpulse export` wrote; null if it is something else. */
export function exportedSchedules(text: string): DumpedSchedule[] | null {
  const file = objectIn(text);
  if (file?.['format'] !== EXPORT_FORMAT || !Array.isArray(file['schedules'])) return null;
  return file['schedules'].map((fields: unknown, index) => ({
    place: index + 1,
    jobKey: textIn(fields, 'jobKey'),
    variant: textIn(fields, 'variant'),
    keyField: 'jobKey',
    translate: (timezone) => {
      const result = scheduleDraft(timezone).safeParse(fields);
      return result.success
        ? { fields: result.data, notes: [], issues: null }
        : { fields: null, notes: [], issues: inputIssues(result.error) };
    },
  }));
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? { ...value } : null;
  } catch {
    return null; // JSON lines, or damaged: the other reader says what is wrong
  }
}

function textIn(fields: unknown, name: string): string {
  const value: unknown = isPlainObject(fields) ? Reflect.get(fields, name) : undefined;
  return typeof value === 'string' ? value : '';
}
