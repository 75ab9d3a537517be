import type { Role, ScheduleAction } from '@zenpulse/contract';
import type { Clock, Logger } from '@zenpulse/core/ports';
import type { FoldedLog } from '../folded-log.ts';
import { shapeOf } from './actor-of.ts';
import { askInTime, AUTHORIZE_TIMEOUT_MS, thrownLine } from './ask-authorize.ts';

/** Who wants to do something, as `may` is told. */
export interface ScheduleActor {
  /** The role that `authorize` or the token gave, capped by `readOnly`. */
  readonly role: Role;
  /** The name that `authorize` gave, `token:NAME` for a machine, or null. */
  readonly name: string | null;
  /** True for a machine's token. */
  readonly isToken: boolean;
}

/** The schedule that something is to be done to, as `may` is told. */
export interface AskedSchedule {
  /** Null for one that is to be made. */
  readonly id: string | null;
  /** The job that it runs. */
  readonly jobKey: string;
  /** What tells it from other schedules of the job; `''` for the first. */
  readonly variant: string;
  /** Who looks after it, as somebody wrote it there; null if nobody did. */
  readonly owner: string | null;
}

/** `failed`: it threw, or answered neither true nor false. */
export type MayVerdict = 'yes' | 'no' | 'failed' | 'timed-out';

export type May = (actor: ScheduleActor, action: ScheduleAction, schedule: AskedSchedule) => unknown;
export type AskMay = (
  actor: ScheduleActor,
  action: ScheduleAction,
  schedule: AskedSchedule,
) => MayVerdict | Promise<MayVerdict>;

/** So many different wrong answers are logged; further ones are not. */
const MOST_SHAPES = 20;

/** Asks `may`, and logs whatever is no answer. Resolves by itself where the rule does. */
export function createAskMay(
  may: May,
  { clock, folded, logger }: { readonly clock: Clock; readonly folded: FoldedLog; readonly logger: Logger },
): AskMay {
  const wrongShapes = new Set<string>();
  const judge = (answer: unknown): MayVerdict => {
    if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
    const shape = answer === undefined ? 'nothing' : shapeOf(answer);
    if (!wrongShapes.has(shape) && wrongShapes.size < MOST_SHAPES) {
      wrongShapes.add(shape);
      logger.error({}, `may answered ${shape}; the action was refused. Expected true or false`);
    }
    return 'failed';
  };
  const failed = (error: unknown): MayVerdict => {
    folded.error('may failed', {}, `may failed; the action was refused: ${thrownLine(error)}`);
    return 'failed';
  };
  return (actor, action, schedule) => {
    let answer: unknown;
    try {
      answer = may(actor, action, schedule);
      if (!isThenable(answer)) return judge(answer);
    } catch (error) {
      return failed(error);
    }
    return askInTime(() => answer, clock).then((result) => {
      if (result.kind === 'answered') return judge(result.answer);
      if (result.kind === 'failed') return failed(result.error);
      const seconds = AUTHORIZE_TIMEOUT_MS / 1000;
      folded.error('may hung', {}, `may gave no answer within ${seconds} s; the action was refused`);
      return 'timed-out';
    });
  };
}

function isThenable(value: unknown): boolean {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
