import type { ScheduleItem } from '@zenpulse/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate } from '../../../router/hooks.ts';
import { ApiError } from '../../../api/api-error.ts';
import { changeSchedule, scheduleDetail, SCHEDULES_KEY } from '../../../api/schedules.ts';
import { valuesOf } from '../form/form-values.ts';
import { rebase, type TriggerChoice } from '../form/rebase.ts';
import { SaveError } from '../form/save-error.tsx';
import { changeBody, isSame } from '../form/schedule-body.ts';
import { ScheduleForm } from '../form/schedule-form.tsx';
import { UnsavedGuard } from '../form/unsaved-guard.tsx';
import { useScheduleForm } from '../form/use-schedule-form.ts';
import { ReceiptLine } from '../receipt/receipt-line.tsx';
import { ChangedElsewhere } from './changed-elsewhere.tsx';

interface EditScheduleProps {
  /** Updated by polling; the form keeps the row that it started from. */
  readonly item: ScheduleItem;
  readonly isDeleted: boolean;
}

export function EditSchedule({ item, isDeleted }: EditScheduleProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [row, setRow] = useState<Readonly<Record<string, unknown>> & { readonly version: number }>({
    ...item,
  });
  const form = useScheduleForm(valuesOf(row));
  /** The version of the last save on this page. */
  const [savedVersion, setSavedVersion] = useState<number | null>(null);
  const mayLose = useRef(false);
  mayLose.current = form.isDirty && !isDeleted;
  const isBehind = item.version > row.version;
  const adopt = (fresh: ScheduleItem, typed = valuesOf({ ...fresh })) => {
    setRow({ ...fresh });
    form.restart(valuesOf({ ...fresh }), typed);
  };

  const fresh = valuesOf({ ...item });
  // Nothing was typed, or only what is stored now (after a save without an answer): the new row replaces the form.
  const isNothingLost = !form.isDirty || isSame(form.values, fresh);
  useEffect(() => {
    if (isBehind && isNothingLost) adopt(item);
  });

  const saving = useMutation({
    mutationFn: () =>
      changeSchedule(item.id, { ...changeBody(form.values, form.initial, row), version: row.version }),
    onSuccess: (saved) => {
      adopt({ ...item, ...saved });
      client.setQueryData(scheduleDetail(item.id).queryKey, (before) => before && { ...before, ...saved });
      setSavedVersion(saved.version);
    },
    onError: (error) => form.refuse(error instanceof ApiError ? error.issues : []),
    // Not awaited: the save ends with its answer, however long the reads take.
    onSettled: () => void client.invalidateQueries({ queryKey: SCHEDULES_KEY }),
  });

  const merged = (choice?: TriggerChoice) => rebase(form.initial, form.values, fresh, choice);
  return (
    <>
      {isBehind && !isNothingLost && (
        <ChangedElsewhere
          rebased={merged()}
          typed={form.values}
          fresh={fresh}
          onLoad={(choice) => {
            saving.reset();
            adopt(item, merged(choice).values);
          }}
        />
      )}
      <ScheduleForm
        form={form}
        row={row}
        mayNot={item.mayNot}
        isSaving={saving.isPending}
        error={<SaveError error={saving.error} />}
        onSave={() => saving.mutate()}
        onCancel={() => void navigate('/schedules')}
        receipt={
          savedVersion === row.version && (
            <ReceiptLine key={savedVersion} id={item.id} version={savedVersion} />
          )
        }
      />
      <UnsavedGuard mayLose={useCallback(() => mayLose.current, [])} />
    </>
  );
}
