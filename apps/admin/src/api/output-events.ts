const listeners = new Set<() => void>();

/** Called when the server reports that the output of a watched run was written. */
export function reportOutput(): void {
  for (const listener of listeners) listener();
}

export function onOutput(listener: () => void): () => void {
  const own = (): void => listener();
  listeners.add(own);
  return () => void listeners.delete(own);
}
