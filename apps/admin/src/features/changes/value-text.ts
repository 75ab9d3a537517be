import { visibleText, type ExceptionEntry } from '@zenpulse/core/domain';
import { instantText, offsetText } from '../../time/instant-text.ts';
import { FIELD_LABELS } from '../schedules/form/field-labels.ts';

const OTHER_LABELS: Readonly<Record<string, string>> = {
  pausedUntil: 'Paused until',
  pauseReason: 'Reason for the pause',
  blackouts: 'Blackout windows',
  exceptions: 'Single runs',
  anchorAt: 'Interval counted from',
  effectiveFrom: 'Nothing caught up before',
};

/** Fields that a person sets; a change of them can be put back. */
export const SETTABLE = [
  ...Object.keys(FIELD_LABELS).filter((name) => name !== 'isGraceLimited'),
  'pausedUntil',
  'pauseReason',
  'blackouts',
];

/** The name of a recorded field, as the form has it. */
export function recordedLabel(field: string): string {
  const known = field in FIELD_LABELS ? FIELD_LABELS[field as keyof typeof FIELD_LABELS] : undefined;
  return known ?? OTHER_LABELS[field] ?? field;
}

const INSTANTS: readonly string[] = ['pausedUntil', 'anchorAt', 'effectiveFrom'];
const CHOICES: Readonly<Record<string, string>> = {
  'triggerType interval': 'Every …',
  'triggerType cron': 'On a schedule (cron)',
  'logPolicy all': 'All',
  'logPolicy failures': 'Failures',
  'logPolicy none': 'None',
  'onAmbiguous skip': 'Skip that run (at most once)',
  'onAmbiguous run': 'Run it again (at least once)',
};
const ABSENT: Readonly<Record<string, string>> = { misfireGraceTime: 'no limit', pausedUntil: 'not paused' };
const SHOWN = 300;

/** A recorded value in words. Of a damaged row it may be anything. `zone`: of instants. */
export function valueText(field: string, value: unknown, zone: string): string {
  if (value === null || value === undefined || value === '') return ABSENT[field] ?? 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (INSTANTS.includes(field) && typeof value === 'string') return momentText(value, zone);
  if (field === 'blackouts' && Array.isArray(value)) return shortened(value.join(', '));
  if (typeof value === 'object') return shortened(JSON.stringify(value));
  return CHOICES[`${field} ${String(value)}`] ?? shortened(String(value));
}

/** What single occurrences there are in one list and not in the other, in words; empty for none. */
export function exceptionsText(entries: unknown, others: unknown, zone: string): string {
  const known = new Set(listOf(others).map(({ id }) => id));
  return listOf(entries)
    .filter(({ id, kind }) => !known.has(id) && kind !== 'pause')
    .map((entry) => exceptionText(entry, zone))
    .join('; ');
}

function exceptionText(entry: ExceptionEntry, zone: string): string {
  const at = momentText(entry.at, zone);
  const why = entry.reason === null ? '' : ` (${shortened(entry.reason)})`;
  if (entry.kind === 'skip') return `skip ${at}${why}`;
  if (entry.kind === 'run') return `run once at ${at}${why}`;
  return `move ${at} to ${momentText(entry.to, zone)}${why}`;
}

/** The record keeps what was stored, which SQL by hand may have damaged. */
function listOf(entries: unknown): readonly ExceptionEntry[] {
  if (!Array.isArray(entries)) return [];
  return entries.filter(
    (one): one is ExceptionEntry =>
      typeof one === 'object' && one !== null && 'id' in one && 'kind' in one && 'at' in one,
  );
}

function momentText(iso: string, zone: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? shortened(iso) : `${instantText(at, zone)} ${offsetText(at, zone)}`;
}

function shortened(text: string): string {
  return visibleText(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}
