import type { ActionsBody } from '@zenpulse/contract';
import type { Role } from '@zenpulse/contract/roles';

export type ScheduleAction = Exclude<ActionsBody['action'], 'set'>;

interface ActionWords {
  readonly label: string;
  readonly role: Role;
  /** While it happens: "Pausing". */
  readonly doing: string;
  /** "paused", of schedules. */
  readonly done: string;
  /** Of the schedules that were left alone: "3 were disabled already". */
  readonly already: string;
}

/** What can be done to many schedules, in the order of the bar. */
export const ACTION_WORDS: Readonly<Record<ScheduleAction, ActionWords>> = {
  run: { label: 'Run now', role: 'operator', doing: 'Requesting runs of', done: 'run', already: 'run' },
  pause: {
    label: 'Pause until…',
    role: 'operator',
    doing: 'Pausing',
    done: 'paused',
    already: 'paused like this already',
  },
  resume: {
    label: 'Resume',
    role: 'operator',
    doing: 'Resuming',
    done: 'resumed',
    already: 'not paused',
  },
  'skip-next': {
    label: 'Skip next run',
    role: 'operator',
    doing: 'Skipping the next run of',
    done: 'skipped',
    already: 'skipped already',
  },
  enable: { label: 'Enable', role: 'admin', doing: 'Enabling', done: 'enabled', already: 'enabled already' },
  disable: {
    label: 'Disable',
    role: 'admin',
    doing: 'Disabling',
    done: 'disabled',
    already: 'disabled already',
  },
  delete: { label: 'Delete…', role: 'admin', doing: 'Deleting', done: 'deleted', already: 'deleted already' },
};

/** "1 schedule", "1,204 schedules" */
export function schedulesText(count: number): string {
  return count === 1 ? '1 schedule' : `${count.toLocaleString('en-GB')} schedules`;
}

/** "12 schedules paused until 15:00 UTC". `until`: of a pause, in words. */
export function doneText(action: ScheduleAction, changed: number, until: string): string {
  if (action === 'run') return `Requested ${changed === 1 ? '1 run' : `${numberText(changed)} runs`}`;
  if (action === 'skip-next') return `Skipped the next run of ${schedulesText(changed)}`;
  const end = action === 'pause' ? ` until ${until}` : '';
  return `${schedulesText(changed)} ${ACTION_WORDS[action].done}${end}`;
}

/** "3 were disabled already." Empty if none was left alone. */
export function alreadyText(action: ScheduleAction, count: number): string {
  if (count <= 0) return '';
  return `${numberText(count)} ${count === 1 ? 'was' : 'were'} ${ACTION_WORDS[action].already}.`;
}

/** "3 schedules were not paused" */
export function refusedText(action: ScheduleAction, count: number): string {
  if (action === 'run')
    return `${count === 1 ? '1 run was' : `${numberText(count)} runs were`} not requested`;
  return `${schedulesText(count)} ${count === 1 ? 'was' : 'were'} not ${ACTION_WORDS[action].done}`;
}

/** "pause 12 schedules" */
export function tryText(action: ScheduleAction, count: number): string {
  const what = schedulesText(count);
  const verbs: Readonly<Record<ScheduleAction, string>> = {
    run: `run ${what}`,
    pause: `pause ${what}`,
    resume: `resume ${what}`,
    'skip-next': `skip the next run of ${what}`,
    enable: `enable ${what}`,
    disable: `disable ${what}`,
    delete: `delete ${what}`,
  };
  return verbs[action];
}

/** The same at the beginning of a title. */
export function titleText(action: ScheduleAction, count: number): string {
  const text = tryText(action, count);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function numberText(count: number): string {
  return count.toLocaleString('en-GB');
}
