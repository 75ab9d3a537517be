import type { ChangeDto } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Anchor } from '@mantine/core';
import { Link } from '../../router/link.tsx';
import { usePageZone } from '../../time/zone.ts';
import { executionPath } from '../executions/execution-path.ts';
import { ACTION_WORDS } from './action-words.ts';
import classes from './change-what.module.css';
import { RecordedTrigger } from './recorded-trigger.tsx';
import { fieldChanges, rowFacts, type FieldChange } from './field-changes.ts';

/** What was done: the action, each field before and after, and why. */
export function ChangeWhat({ change }: { readonly change: ChangeDto }) {
  const zone = usePageZone();
  const row = change.before === null || change.after === null ? (change.after ?? change.before) : null;
  const isOfRow = row !== null && Object.hasOwn(row, 'triggerType');
  return (
    <div className={classes['what']}>
      <div>
        <strong>{actionText(change)}</strong>
        {isOfRow && (
          <>
            : <RecordedTrigger row={row} />
          </>
        )}
        {!isOfRow && row !== null && <OtherAction change={change} values={row} />}
      </div>
      <FieldChanges changes={fieldChanges(change, zone)} />
      {isOfRow && (
        <details>
          <summary>All settings</summary>
          <dl>
            {rowFacts(row, zone).map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {change.reason !== null && <div className={classes['reason']}>“{visibleText(change.reason)}”</div>}
      {change.bulkId !== null && <div className="zp-dimmed">Part of an action on several schedules</div>}
    </div>
  );
}

/** "Retries after a failure: 0 → 3", a line each. */
export function FieldChanges({ changes }: { readonly changes: readonly FieldChange[] }) {
  if (changes.length === 0) return null;
  return (
    <ul className={classes['fields']}>
      {changes.map(({ field, label, before, after }) => (
        <li key={field}>
          {label}: <span className="zp-dimmed">{before}</span> → <span>{after}</span>
        </li>
      ))}
    </ul>
  );
}

function actionText({ action, before, after }: ChangeDto): string {
  if (action !== 'revert') return ACTION_WORDS[action];
  if (before === null) return 'Put back, as it was before it was deleted';
  return after === null ? 'Put back: deleted' : ACTION_WORDS.revert;
}

/** What concerns no settings: a run, executions, a runner. */
function OtherAction({ change, values }: { readonly change: ChangeDto; readonly values: object }) {
  const { runId, deleted, hostname, pid, ...conditions } = values as Readonly<Record<string, unknown>>;
  if (change.action === 'run' || change.action === 'cancel') {
    if (typeof runId !== 'string') return null;
    return (
      <>
        :{' '}
        <Anchor component={Link} size="sm" to={executionPath(runId)} underline="always">
          its execution
        </Anchor>
      </>
    );
  }
  if (change.action === 'delete-executions') {
    const which = Object.entries(conditions).map(([name, value]) => `${name} ${visibleText(String(value))}`);
    return (
      <>
        : {typeof deleted === 'number' ? deleted.toLocaleString('en-GB') : 'some'}, of those with{' '}
        {which.join(', ')}
      </>
    );
  }
  if (change.action !== 'remove-runner') return null;
  return (
    <>
      : {visibleText(String(hostname))}, process {String(pid)}
    </>
  );
}
