import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { actionFilter, actOnSchedules } from '../../../api/actions.ts';
import { hasCode } from '../../../api/api-error.ts';
import { countSchedules, SCHEDULES_KEY, type ScheduleFilter } from '../../../api/schedules.ts';
import { notifyDone, notifyFailure } from '../../../shell/notify.tsx';
import { now } from '../../../time/clock.ts';
import { clockText, offsetText } from '../../../time/instant-text.ts';
import { actInSteps, type Acted, type Target, type Wanted } from './act-in-steps.ts';
import { tryText, type ScheduleAction } from './action-words.ts';
import { notifyActed } from './notify-acted.tsx';

/** What is asked for: the action, and whom it concerns, as it was when it was chosen. */
export interface Asked {
  readonly action: ScheduleAction;
  readonly target: Target;
  readonly count: number;
  /** The names of the first few, if all of them are known. */
  readonly names: readonly string[];
  /** How many there were before, of a filter that finds another number now. */
  readonly countedBefore: number | null;
  readonly pausedUntil?: string;
  readonly pauseReason?: string;
}

interface ManyOptions {
  readonly filter: ScheduleFilter;
  /** In which instants are named. */
  readonly zone: string;
  readonly nameOf: (id: string) => string;
  /** After something was done. */
  readonly onDone: () => void;
}

/** Acts on many schedules: asks first where that is due, then does it in steps, and says what became of it. */
export function useActOnMany({ filter, zone, nameOf, onDone }: ManyOptions) {
  const client = useQueryClient();
  const [question, setQuestion] = useState<Asked | null>(null);
  const [reached, setReached] = useState(0);
  const acting = useMutation({
    mutationFn: (asked: Asked): Promise<Acted> => {
      setReached(0);
      return actInSteps(wantedOf(asked), asked.target, actOnSchedules, setReached);
    },
    onSuccess: (acted, asked) => {
      const until = asked.pausedUntil === undefined ? '' : untilText(asked.pausedUntil, zone);
      notifyActed({ client, acted, asked, until, nameOf });
      onDone();
    },
    onError: (error, asked) => {
      if (hasCode(error, 'count_differs')) void askAgain(asked);
      else notifyFailure(`Couldn’t ${tryText(asked.action, asked.count)}`, error);
    },
    onSettled: () => void client.invalidateQueries({ queryKey: SCHEDULES_KEY }),
  });

  const askAgain = async (asked: Asked) => {
    try {
      const count = await countSchedules(filter);
      if (count === 0) {
        notifyDone('Nothing was done', 'No schedule matches the filter any more.');
        return;
      }
      const target = { filter: actionFilter(filter), expect: count };
      setQuestion({ ...asked, target, count, countedBefore: asked.count });
    } catch (error) {
      notifyFailure(`Couldn’t ${tryText(asked.action, asked.count)}`, error);
    }
  };

  return {
    /** What waits for an answer. */
    question,
    /** What is being done, and for how many it is decided. */
    doing: acting.isPending ? { asked: acting.variables, reached } : null,
    choose: (asked: Asked) => {
      if (isAskedFirst(asked)) setQuestion(asked);
      else acting.mutate(asked);
    },
    answer: (given: Partial<Asked> = {}) => {
      setQuestion(null);
      if (question !== null) acting.mutate({ ...question, ...given });
    },
    dismiss: () => setQuestion(null),
  };
}

/** A pause needs its end; what cannot be undone, or is more than a click, is confirmed. */
function isAskedFirst({ action, count }: Asked): boolean {
  return action === 'pause' || action === 'delete' || (action === 'run' && count > 1);
}

function wantedOf({ action, pausedUntil, pauseReason }: Asked): Wanted {
  return {
    action,
    ...(pausedUntil !== undefined && { pausedUntil }),
    ...(pauseReason && { pauseReason }),
  };
}

function untilText(iso: string, zone: string): string {
  const at = Date.parse(iso);
  return `${clockText(at, zone, now())} ${offsetText(at, zone)}`;
}
