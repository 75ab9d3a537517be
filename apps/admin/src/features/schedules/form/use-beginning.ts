import { useEffect } from 'react';
import { isSame } from './schedule-body.ts';
import type { FormValues } from './form-values.ts';
import { rebase } from './rebase.ts';
import type { ScheduleForm } from './use-schedule-form.ts';

/** Another job may have other initial values: typed values are kept on top of them. */
export function useBeginning(form: ScheduleForm, beginning: FormValues): void {
  useEffect(() => {
    if (isSame(form.initial, beginning)) return;
    form.restart(beginning, rebase(form.initial, form.values, beginning).values);
  });
}
