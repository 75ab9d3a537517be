import type { EventKind } from '@zenpulse/contract';
import type { QueryKey } from '@tanstack/react-query';

/** After which events an answer may be old, by the first part of its key. What is not listed is only polled. */
const TOPICS: Readonly<Record<string, readonly EventKind[]>> = {
  overview: ['revision', 'executions', 'runners'],
  schedules: ['revision', 'executions', 'runners'],
  executions: ['executions'],
  errors: ['executions'],
  stats: ['executions'],
  runners: ['runners'],
  jobs: ['runners', 'revision'],
  receipt: ['runners'],
  changes: ['revision'],
  info: ['revision'],
  blackouts: ['revision'],
};

export function topicsOf(key: QueryKey): readonly EventKind[] {
  return TOPICS[String(key[0])] ?? [];
}
