import type { ZenpulseAdminOptions } from '../zenpulse-admin.ts';

/**
 * A mistake in the options. It keeps the admin closed: otherwise it could leave the admin open, or closed for no
 * visible reason.
 */
export interface OptionProblem {
  readonly kind: 'authorize' | 'options';
  readonly message: string;
}

/** All known options, by name. */
const KNOWN: Readonly<Record<keyof ZenpulseAdminOptions, true>> = {
  authorize: true,
  readOnly: true,
  may: true,
  runsPerMinute: true,
  logger: true,
  database: true,
  stateDir: true,
  timezone: true,
  jobs: true,
  retentionDays: true,
  paused: true,
  redact: true,
};

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'];

/** Checks the names and types of the options of `zenpulseAdmin`. Values are checked when the database is opened. */
export function checkOptions(options: unknown): OptionProblem | null {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return problem(
      'options',
      `zenpulseAdmin: expected an object such as { authorize }, got ${kindOf(options)}`,
    );
  }
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(KNOWN, name));
  if (unknown.length > 0) {
    const known = Object.keys(KNOWN).join(', ');
    return problem(
      'options',
      unknown.map((name) => `${name}: unknown option; there are ${known}`).join('; '),
    );
  }
  const { authorize, readOnly, may, runsPerMinute, logger } = options as Readonly<Record<string, unknown>>;
  if (authorize !== undefined && typeof authorize !== 'function') {
    return problem(
      'authorize',
      `authorize: expected a function such as (req) => req.user?.isAdmin === true, got ${kindOf(authorize)}`,
    );
  }
  if (readOnly !== undefined && typeof readOnly !== 'boolean') {
    return problem('authorize', `readOnly: expected true or false, got ${kindOf(readOnly)}`);
  }
  if (may !== undefined && typeof may !== 'function') {
    const example = '(actor, action, schedule) => schedule.owner === actor.name';
    return problem('authorize', `may: expected a function such as ${example}, got ${kindOf(may)}`);
  }
  if (runsPerMinute !== undefined && !isPace(runsPerMinute)) {
    const expectation = 'a whole number from 1, or Infinity';
    const got = typeof runsPerMinute === 'number' ? runsPerMinute : kindOf(runsPerMinute);
    return problem('options', `runsPerMinute: expected ${expectation}, got ${got}`);
  }
  if (logger !== undefined && !isLogger(logger)) {
    return problem(
      'options',
      `logger: expected an object with ${LEVELS.join(', ')} and child, got ${kindOf(logger)}`,
    );
  }
  return null;
}

/** True if the value has the methods of a `Logger`. */
export function isLogger(logger: unknown): boolean {
  if (typeof logger !== 'object' || logger === null) return false;
  return [...LEVELS, 'child'].every(
    (name) => typeof (logger as Record<string, unknown>)[name] === 'function',
  );
}

function isPace(value: unknown): boolean {
  return value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 1);
}

function problem(kind: OptionProblem['kind'], message: string): OptionProblem {
  return { kind, message };
}

function kindOf(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  return value === undefined ? 'nothing' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}
