import type { InputIssue } from '@zenpulse/core/domain';
import { useMemo, useState } from 'react';
import { formIssues } from './form-issues.ts';
import type { FormField, FormValues } from './form-values.ts';
import { instruction } from './instruction.ts';

export type ScheduleForm = ReturnType<typeof useScheduleForm>;

interface State {
  readonly initial: FormValues;
  readonly values: FormValues;
  /** Fields that lost the focus at least once: from then on their issues are shown. */
  readonly touched: ReadonlySet<string>;
  readonly isSubmitted: boolean;
  readonly serverIssues: readonly InputIssue[];
  /** How many times the server has rejected the form. */
  readonly refusals: number;
}

/**
 * The typed values, their issues, and when to show them. The server's message about a field stays until that field is
 * edited.
 */
export function useScheduleForm(initial: FormValues) {
  const [state, setState] = useState<State>(() => freshState(initial));
  const { values } = state;
  const issues = useMemo(() => formIssues(values), [values]);
  const change = (changed: Partial<FormValues>) =>
    setState((before) => ({
      ...before,
      values: { ...before.values, ...changed },
      serverIssues: before.serverIssues.filter(({ path }) => !(fieldOf(path) in changed)),
    }));
  return {
    initial: state.initial,
    values,
    issues,
    isDirty: (Object.keys(values) as FormField[]).some((field) => values[field] !== state.initial[field]),
    refusals: state.refusals,
    change,
    touch: (field: FormField) =>
      setState((before) => ({ ...before, touched: new Set([...before.touched, field]) })),
    errorOf: (field: FormField): string | undefined => {
      const said = state.serverIssues.find(({ path }) => fieldOf(path) === field);
      if (said) return instruction(said.message);
      const isShown = state.isSubmitted || state.touched.has(field);
      return isShown ? issues.find(({ path }) => path === field)?.message : undefined;
    },
    /** Issues without a field in the form. */
    otherIssues: state.serverIssues.filter(({ path }) => !(fieldOf(path) in values)),
    submit: () => setState((before) => ({ ...before, isSubmitted: true, serverIssues: [] })),
    refuse: (serverIssues: readonly InputIssue[]) =>
      setState((before) => ({ ...before, serverIssues, refusals: before.refusals + 1 })),
    /** Restarts from stored values; `typed` are the values to keep on top of them. */
    restart: (stored: FormValues, typed: FormValues = stored) =>
      setState({ ...freshState(stored), values: typed }),
  };
}

function freshState(initial: FormValues): State {
  return { initial, values: initial, touched: new Set(), isSubmitted: false, serverIssues: [], refusals: 0 };
}

/** Issues inside the parameters are shown at the parameters' field. */
function fieldOf(path: string): string {
  return path.split('.')[0] ?? path;
}
