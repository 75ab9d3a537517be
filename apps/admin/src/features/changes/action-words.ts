import type { ChangeAction, ChangeOrigin } from '@zenpulse/core/domain';
import type { ChangeDto } from '@zenpulse/contract';

export const ACTION_WORDS: Readonly<Record<ChangeAction, string>> = {
  create: 'Created',
  change: 'Changed',
  delete: 'Deleted',
  revert: 'Put back',
  run: 'Run by hand',
  cancel: 'Cancelled a run',
  'delete-executions': 'Deleted executions',
  'remove-runner': 'Removed a runner',
};

const ORIGIN_WORDS: Readonly<Record<ChangeOrigin, string>> = {
  admin: 'page or API',
  cli: 'command line',
  code: 'declared in code',
  sql: 'SQL by hand, or an older release',
};

/** Who made a change: the name and the way (page, command line, SQL); the way alone without a name. */
export function whoText({ actor, origin }: Pick<ChangeDto, 'actor' | 'origin'>): {
  readonly who: string;
  readonly way: string | null;
} {
  const way = ORIGIN_WORDS[origin];
  return actor === null
    ? { who: way.charAt(0).toUpperCase() + way.slice(1), way: null }
    : { who: actor, way };
}

/** Whether a change is of a kind that can be put back. */
export function mayComeBack({ scheduleId, action }: Pick<ChangeDto, 'scheduleId' | 'action'>): boolean {
  return scheduleId !== null && ['create', 'change', 'delete', 'revert'].includes(action);
}

/** The ids of changes that another of the list has put back, and that is not put back itself. */
export function putBackIn(changes: readonly Pick<ChangeDto, 'id' | 'revertOf'>[]): ReadonlySet<string> {
  const found = new Set<string>();
  // Newest first: whether a put back is undone is known before its own change is looked at.
  for (const { id, revertOf } of changes) if (revertOf !== null && !found.has(id)) found.add(revertOf);
  return found;
}
