/** What a caller may do, from the least to the most; each role includes the ones before it. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** Who sent a request. `name` is null if the application gave none. */
export interface Actor {
  readonly role: Role;
  readonly name: string | null;
}

/** True if the value is the name of a role. */
export function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value);
}

/** True if the role `has` includes the role `needed`. */
export function includesRole(has: Role, needed: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(needed);
}

/**
 * What may be done to a schedule, as a rule of the application (`may`) is asked about it. `pause` is to resume too, `enable`
 * to disable too, `skip` to skip or move single runs and to withdraw that, `revert` to put a change back.
 */
export type ScheduleAction =
  'create' | 'run' | 'cancel' | 'pause' | 'skip' | 'enable' | 'edit' | 'delete' | 'revert';

/** The role that each action needs at least. */
export const ROLE_OF_ACTION: Readonly<Record<ScheduleAction, Role>> = {
  create: 'admin',
  run: 'operator',
  cancel: 'operator',
  pause: 'operator',
  skip: 'operator',
  enable: 'admin',
  edit: 'admin',
  delete: 'admin',
  revert: 'operator',
};

/** What changing these fields is: `pause` and `enable` for theirs, else `edit`. */
export function actionsOfFields(names: readonly string[]): ScheduleAction[] {
  const actions = names.map((name) => {
    if (PAUSE_FIELDS.includes(name)) return 'pause';
    return name === 'enabled' ? 'enable' : 'edit';
  });
  return [...new Set(actions)];
}

/** Fields that an operator may change; everything else of a schedule needs an admin. */
const PAUSE_FIELDS: readonly string[] = ['pausedUntil', 'pauseReason'];

/** The role that a change of a schedule needs: operator for pausing alone, else admin. */
export function roleToPatch(body: unknown): Role {
  const names = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  const changed = names.filter((name) => name !== 'version');
  return changed.length > 0 && changed.every((name) => PAUSE_FIELDS.includes(name)) ? 'operator' : 'admin';
}

/** Fields of a change that follow from others, or that operators may change. */
const NOT_SET: readonly string[] = ['anchorAt', 'effectiveFrom', 'pausedFrom', 'exceptions'];

interface ChangedValues {
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** The role that putting a change back needs: that of what it undoes. */
export function roleToPutBack({ before, after }: ChangedValues): Role {
  if (before === null || after === null) return 'admin';
  const fields = Object.entries(after).filter(([name]) => !NOT_SET.includes(name));
  return fields.length === 0 ? 'operator' : roleToPatch(Object.fromEntries(fields));
}
