import { isPlainObject, MAX_PARAMS_CHARACTERS, type JsonObject } from '../../../domain/index.ts';
import type { RedactHook } from '../../../ports/index.ts';
import { redact } from './redact.ts';
import { REDACTED } from './redacted.ts';
import { isCountable, secrecyOf } from './secret-names.ts';

interface Recorded {
  readonly hook: RedactHook | undefined;
  readonly params: JsonObject | null;
}

/** By the object: a schedule passes the same one to each of its runs. */
const recorded = new WeakMap<JsonObject, Recorded>();

/**
 * Params as they are recorded: without secrets, by their names and their form, and by the configuration's hook. Null
 * for none, and for more than a schedule may have, which replaced texts can amount to.
 */
export function paramsForRecord(jobKey: string, params: JsonObject, hook?: RedactHook): JsonObject | null {
  let isEmpty = true;
  for (const _ in params) isEmpty = false; // checks for any key without creating a list of them
  if (isEmpty) return null;
  const known = recorded.get(params);
  if (known !== undefined && known.hook === hook) return known.params;
  const safe = safeObject(params, (text) =>
    hook === undefined ? redact(text) : hook(redact(text), { jobKey, kind: 'params' }),
  );
  const fitting = JSON.stringify(safe).length > MAX_PARAMS_CHARACTERS ? null : safe;
  recorded.set(params, { hook, params: fitting });
  return fitting;
}

type Json = JsonObject[string];

function safeObject(object: Readonly<JsonObject>, safeText: (text: string) => string): JsonObject {
  const entries = Object.entries(object).map(([name, value]) => {
    const isSecret = secrecyOf(name) !== 'open' && !isHarmless(name, value);
    return [name, isSecret ? REDACTED : safeValue(value, safeText)] as const;
  });
  return Object.fromEntries(entries);
}

function safeValue(value: Json, safeText: (text: string) => string): Json {
  if (typeof value === 'string') return safeText(value);
  if (Array.isArray(value)) return value.map((inner) => safeValue(inner, safeText));
  return isPlainObject(value) ? safeObject(value, safeText) : value;
}

/** What hides nothing under a secret name: no value, a switch, a count. */
function isHarmless(name: string, value: Json): boolean {
  if (value === null || value === '' || typeof value === 'boolean') return true;
  return typeof value === 'number' && isCountable(name);
}
