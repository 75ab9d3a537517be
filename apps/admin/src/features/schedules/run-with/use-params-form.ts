import { paramsIssues, type InputIssue, type JsonObject } from '@zenpulse/core/domain';
import { useMemo, useState } from 'react';
import { jsonProblem } from '../form/json-problem.ts';
import { paramFields, readParams, typedParams, type ParamField, type TypedParams } from './param-fields.ts';

/** Params of a job without a schema, or with one that is no list of properties: one field with all of it. */
const WHOLE: ParamField = {
  name: 'params',
  kind: 'json',
  label: 'Parameters',
  description: 'A JSON object, passed to the job as “params”',
  isRequired: false,
  choices: [],
  initial: {},
};

/** The typed params, what is wrong with them, and when to show it: after the first attempt to send them. */
export function useParamsForm(schema: Readonly<Record<string, unknown>> | null, given: JsonObject) {
  const fields = useMemo(() => paramFields(schema), [schema]);
  const [typed, setTyped] = useState<TypedParams>(() =>
    fields === null ? typedParams([WHOLE], { params: given }) : typedParams(fields, given),
  );
  const [isSubmitted, setSubmitted] = useState(false);
  const [refused, setRefused] = useState<readonly InputIssue[]>([]);

  const { params, problems } = useMemo(() => {
    if (fields !== null) return readParams(fields, typed, given, jsonProblem);
    const whole = readParams([WHOLE], typed, {}, jsonProblem);
    return { params: whole.params['params'] ?? {}, problems: whole.problems };
  }, [fields, typed, given]);

  const found: InputIssue[] = [
    ...Object.entries(problems).map(([path, message]) => ({ path, message })),
    ...(Object.keys(problems).length > 0 ? [] : objectIssues(params, schema)),
  ];
  const shown = isSubmitted ? [...refused, ...found] : refused;
  const shownFields = fields ?? [WHOLE];
  return {
    fields: shownFields,
    typed,
    params: params as JsonObject, // `objectIssues` says if it is not
    isValid: found.length === 0,
    change: (name: string, value: string | boolean) => {
      setTyped((before) => ({ ...before, [name]: value }));
      setRefused([]);
    },
    submit: () => setSubmitted(true),
    /** What the server found. */
    refuse: setRefused,
    errorOf: ({ name }: ParamField) => shown.find(({ path }) => isOf(path, name, fields === null))?.message,
    /** Issues of what has no field. */
    otherIssues: shown.filter(
      ({ path }) => !shownFields.some(({ name }) => isOf(path, name, fields === null)),
    ),
  };
}

function objectIssues(params: unknown, schema: Readonly<Record<string, unknown>> | null): InputIssue[] {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    return [{ path: 'params', message: 'Use a JSON object, such as { "name": "value" }' }];
  }
  return schema === null ? [] : paramsIssues(schema, params as JsonObject);
}

/** Paths begin with `params`, except those of problems found here. */
function isOf(path: string, name: string, isWhole: boolean): boolean {
  const [first, second] = path.split('.');
  return isWhole ? first === 'params' : (first === 'params' ? second : first) === name;
}
