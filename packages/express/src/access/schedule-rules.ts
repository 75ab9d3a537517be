import { includesRole, ROLE_OF_ACTION, type ScheduleAction } from '@zenpulse/contract/roles';
import type { StoredSchedule } from '@zenpulse/core/domain';
import type { Clock } from '@zenpulse/core/ports';
import { ApiError } from '../http/api-error.ts';
import type { AskedSchedule, AskMay, MayVerdict, ScheduleActor } from './ask-may.ts';
import type { Caller } from './caller.ts';

export interface Ask {
  readonly action: ScheduleAction;
  readonly schedule: AskedSchedule;
}

/** What the application's rule lets the caller do, within its role. */
export interface ScheduleRules {
  /** False without a rule: nothing has to be read in order to ask. */
  readonly isGiven: boolean;
  /** Why each of them is refused; null where it is not. */
  ask(asks: readonly Ask[]): Promise<readonly (string | null)[]>;
}

/** Without a rule everything is allowed that the role allows. */
export const NO_RULES: ScheduleRules = { isGiven: false, ask: async (asks) => asks.map(() => null) };

/** So long may questions hold the host's event loop in one piece. */
const SLICE_MS = 8;
/** So many rules that answer later are waited for at a time. */
const AT_ONCE = 10;

/** The rules for one request. */
export function rulesFor(
  caller: Caller,
  askMay: AskMay,
  clock: Pick<Clock, 'monotonic' | 'yieldTo'>,
): ScheduleRules {
  const actor: ScheduleActor = Object.freeze({
    role: caller.role,
    name: caller.name,
    isToken: caller.tokenId !== undefined,
  });
  // After one question without an answer the rest of the request is refused: each would take as long.
  let hasTimedOut = false;

  const ask = async (asks: readonly Ask[]): Promise<readonly (string | null)[]> => {
    const refusals = asks.map(({ action, schedule }): string | null =>
      refusalText(action, schedule, 'timed-out'),
    );
    let waiting: Promise<void>[] = [];
    let endsAt = clock.monotonic() + SLICE_MS;
    for (const [index, { action, schedule }] of asks.entries()) {
      if (hasTimedOut) break;
      const settle = (verdict: MayVerdict) => {
        hasTimedOut ||= verdict === 'timed-out';
        refusals[index] = refusalText(action, schedule, verdict);
      };
      const verdict = askMay(actor, action, schedule);
      if (typeof verdict === 'string') settle(verdict);
      else waiting.push(verdict.then(settle));
      if (waiting.length === AT_ONCE) {
        await Promise.all(waiting);
        waiting = [];
      }
      if (clock.monotonic() < endsAt) continue;
      await new Promise<void>((resolve) => clock.yieldTo(resolve));
      endsAt = clock.monotonic() + SLICE_MS;
    }
    await Promise.all(waiting);
    return refusals;
  };
  return { isGiven: true, ask };
}

/** Throws `not_allowed` where the rule refuses one of the actions. */
export async function requireAllowed(rules: ScheduleRules, asks: readonly Ask[]): Promise<void> {
  const refusal = (await rules.ask(asks)).find((text) => text !== null);
  if (refusal !== undefined && refusal !== null) throw new ApiError('not_allowed', refusal);
}

const ACTIONS = Object.keys(ROLE_OF_ACTION) as ScheduleAction[]; // the object has no other keys

/** Of what the caller's role allows to do to the schedule: what the rule refuses, and why. */
export async function refusedActions(
  rules: ScheduleRules,
  { role }: Caller,
  row: StoredSchedule,
): Promise<Partial<Record<ScheduleAction, string>>> {
  const schedule = askedSchedule(row);
  const asks = ACTIONS.filter(
    (action) => action !== 'create' && includesRole(role, ROLE_OF_ACTION[action]),
  ).map((action): Ask => ({ action, schedule }));
  const refusals = await rules.ask(asks);
  return Object.fromEntries(
    asks.flatMap(({ action }, index) => {
      const refusal = refusals[index] ?? null;
      return refusal === null ? [] : [[action, refusal]];
    }),
  );
}

/** A row as the rule sees it. */
export function askedSchedule(row: StoredSchedule): AskedSchedule {
  const { id, jobKey, variant, owner } = row.isDamaged
    ? { ...row.damaged, owner: row.damaged.values.owner }
    : row.schedule;
  return Object.freeze({ id, jobKey, variant, owner: typeof owner === 'string' ? owner : null });
}

const WORDS: Readonly<Record<ScheduleAction, (name: string) => string>> = {
  create: (name) => `make a schedule of ${name}`,
  run: (name) => `run ${name}`,
  cancel: (name) => `cancel a run of ${name}`,
  pause: (name) => `pause or resume ${name}`,
  skip: (name) => `skip or move runs of ${name}`,
  enable: (name) => `enable or disable ${name}`,
  edit: (name) => `edit ${name}`,
  delete: (name) => `delete ${name}`,
  revert: (name) => `put back a change of ${name}`,
};

const WHY: Readonly<Record<Exclude<MayVerdict, 'yes'>, string>> = {
  no: '',
  failed: ": the application's rule failed, and its log says why",
  'timed-out': ": the application's rule gave no answer in time",
};

function refusalText(
  action: ScheduleAction,
  { jobKey, variant }: AskedSchedule,
  verdict: MayVerdict,
): string | null {
  if (verdict === 'yes') return null;
  const name = variant === '' ? jobKey : `${jobKey} (${variant})`;
  return `you may not ${WORDS[action](name)}${WHY[verdict]}`;
}
