import { Button, Progress } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMay } from '../../../api/use-may.ts';
import type { ScheduleFilter } from '../../../api/schedules.ts';
import { usePageZone } from '../../../time/zone.ts';
import { actionFilter } from '../../../api/actions.ts';
import { ACTION_WORDS, schedulesText, titleText, type ScheduleAction } from './action-words.ts';
import { focusAfterActing } from './focus-after-acting.ts';
import { PauseUntil } from './pause-until.tsx';
import { QuestionOfMany } from './question-of-many.tsx';
import classes from './selection-bar.module.css';
import { useActOnMany } from './use-act-on-many.ts';
import type { useSelection } from './use-selection.ts';

export interface SelectionBarProps {
  readonly selection: ReturnType<typeof useSelection>;
  readonly filter: ScheduleFilter;
  /** How many schedules match the filter, shown or not. */
  readonly total: number;
  readonly nameOf: (id: string) => string;
}

// The record's own keys.
const ACTIONS = Object.keys(ACTION_WORDS) as ScheduleAction[];

/** What can be done to the chosen rows, always in view. */
export function SelectionBar({ selection, filter, total, nameOf }: SelectionBarProps) {
  const { ids, isAll, last, clear } = selection;
  const zone = usePageZone();
  const may = useMay();
  const count = isAll ? total : ids.length;
  const many = useActOnMany({
    filter,
    zone,
    nameOf,
    onDone: () => {
      clear();
      focusAfterActing(last);
    },
  });
  const choose = (action: ScheduleAction) =>
    many.choose({
      action,
      count,
      target: isAll ? { filter: actionFilter(filter), expect: total } : { ids },
      names: isAll ? [] : ids.map(nameOf),
      countedBefore: null,
    });
  const { question, doing } = many;
  if (ids.length === 0 && question === null && doing === null) return null;
  return (
    <section className={classes['bar']} aria-label="Selected schedules" data-selection>
      {doing === null ? (
        <>
          <Chosen selection={selection} count={count} total={total} />
          <div className={classes['actions']} data-shortcut="actions">
            {ACTIONS.map((action) => (
              <Button
                key={action}
                size="compact-sm"
                variant="default"
                {...(action === 'delete' && { c: 'var(--zp-fail)' })}
                onClick={() => choose(action)}
                {...may(ACTION_WORDS[action].role)}
              >
                {ACTION_WORDS[action].label}
              </Button>
            ))}
          </div>
        </>
      ) : (
        <Doing action={doing.asked.action} reached={doing.reached} count={doing.asked.count} />
      )}
      <PauseUntil
        isOpen={question?.action === 'pause' && question.countedBefore === null}
        title={question === null ? '' : titleText('pause', question.count)}
        zone={zone}
        onClose={many.dismiss}
        onPause={(pausedUntil, pauseReason) => many.answer({ pausedUntil, pauseReason })}
      />
      <QuestionOfMany question={question} onAnswer={() => many.answer()} onDismiss={many.dismiss} />
    </section>
  );
}

interface ChosenProps extends Pick<SelectionBarProps, 'selection' | 'total'> {
  readonly count: number;
}

function Chosen({ selection, count, total }: ChosenProps) {
  const { ids, isAll, selecting, chooseShown, chooseAll, clear } = selection;
  const isPage = ids.length === selecting.shown;
  return (
    <div className={classes['chosen']}>
      <strong role="status">
        {isAll ? `All ${schedulesText(count)} that match` : `${schedulesText(count)} selected`}
      </strong>
      {!isPage && (
        <button type="button" className={classes['link']} onClick={chooseShown}>
          Select the {selecting.shown.toLocaleString('en-GB')} shown
        </button>
      )}
      {!isAll && total > selecting.shown && (
        <button type="button" className={classes['link']} onClick={chooseAll}>
          Select all {total.toLocaleString('en-GB')} that match
        </button>
      )}
      <button type="button" className={classes['clear']} onClick={clear} aria-label="Clear the selection">
        <IconX size={17} stroke={1.8} aria-hidden />
      </button>
    </div>
  );
}

interface DoingProps {
  readonly action: ScheduleAction;
  readonly reached: number;
  readonly count: number;
}

function Doing({ action, reached, count }: DoingProps) {
  return (
    <div className={classes['doing']} role="status">
      {ACTION_WORDS[action].doing} {schedulesText(count)}…
      {reached > 0 && ` ${reached.toLocaleString('en-GB')} done`}
      <Progress value={(100 * reached) / count} animated={reached === 0} aria-label="Progress" />
    </div>
  );
}
