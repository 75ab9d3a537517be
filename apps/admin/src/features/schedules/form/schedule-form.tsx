import type { ScheduleItem } from '@zenpulse/contract';
import { Alert, Button, Group, List } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useMay } from '../../../api/use-may.ts';
import { fieldLabel } from './field-labels.ts';
import type { FormField } from './form-values.ts';
import { MoreSection } from './more-section.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { RunSection } from './run-section.tsx';
import classes from './schedule-form.module.css';
import { TriggerSection } from './trigger-section.tsx';
import type { ScheduleForm as Form } from './use-schedule-form.ts';

interface ScheduleFormProps {
  readonly form: Form;
  /** The saved row; null for a new schedule. */
  readonly row: Readonly<Record<string, unknown>> | null;
  /** Which defaults of a new schedule come from code; null if none do. */
  readonly origin?: string | null;
  /** What the application refuses to do to the saved schedule. */
  readonly mayNot?: ScheduleItem['mayNot'];
  readonly isSaving: boolean;
  /** Why the last save failed. */
  readonly error: ReactNode;
  readonly onSave: () => void;
  readonly onCancel: () => void;
  /** Whether the last save was applied. */
  readonly receipt?: ReactNode;
}

/** The form beside its live preview. Invalid values are not sent; everything typed is kept. */
export function ScheduleForm(props: ScheduleFormProps) {
  const { form, row, origin = null, isSaving, error, onSave, onCancel, receipt, mayNot } = props;
  const may = useMay(mayNot);
  const element = useRef<HTMLFormElement>(null);
  const submit = () => {
    form.submit();
    if (form.issues.length === 0) onSave();
    else requestAnimationFrame(() => focusFirstError(element.current));
  };
  useEffect(() => {
    if (form.refusals > 0) focusFirstError(element.current);
  }, [form.refusals]);
  return (
    <form
      ref={element}
      className={classes['layout']}
      noValidate
      aria-label="Schedule"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={classes['left']}>
        <TriggerSection form={form} origin={origin} />
        <div className={classes['rest']}>
          <RunSection form={form} />
          <MoreSection form={form} />
          <div className={classes['buttons']}>
            {form.otherIssues.length > 0 && (
              <Alert color="red" role="alert" p="sm">
                <List size="sm">
                  {form.otherIssues.map(({ path, message }) => (
                    <List.Item key={path + message}>
                      {path === '' ? message : `${fieldLabel(path)}: ${message}`}
                    </List.Item>
                  ))}
                </List>
              </Alert>
            )}
            {error}
            <Group gap="sm">
              <Button
                type="submit"
                loading={isSaving}
                disabled={row !== null && !form.isDirty}
                {...may('admin', 'edit')}
              >
                Save
              </Button>
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
              {form.isDirty && row !== null && <span className="zp-dimmed">Not saved yet</span>}
            </Group>
            {!form.isDirty && receipt}
          </div>
        </div>
      </div>
      <div className={classes['right']}>
        <div className={classes['preview']}>
          <PreviewPanel
            values={form.values}
            isShownAtField={(path) => path in form.values && form.errorOf(path as FormField) !== undefined}
            row={row}
          />
        </div>
      </div>
    </form>
  );
}

function focusFirstError(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: 'center' });
}
