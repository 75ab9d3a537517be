import { useCallback } from 'react';
import { useSearchParams } from '../router/hooks.ts';

type Change = Readonly<Record<string, string | readonly string[] | null>>;

/**
 * A list's filter, stored in the address so that it survives a reload, the back button and a shared link. `set`
 * replaces the given conditions; null or empty removes one.
 */
export function useAddressFilter() {
  const [params, setParams] = useSearchParams();
  const set = useCallback((change: Change) => setParams((before) => changed(before, change)), [setParams]);
  return {
    one: (name: string) => params.get(name) ?? '',
    all: (name: string) => params.getAll(name),
    isEmpty: (names: readonly string[]) => names.every((name) => !params.get(name)),
    set,
  };
}

function changed(before: URLSearchParams, change: Change): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(change)) {
    after.delete(name);
    for (const one of value === null ? [] : Array.isArray(value) ? value : [value]) {
      if (one !== '') after.append(name, String(one));
    }
  }
  return after;
}
