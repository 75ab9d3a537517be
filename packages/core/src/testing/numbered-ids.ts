/** Ids that sort in their order of creation: `run-0001`, `run-0002` … */
export function numberedIds(prefix: string): () => string {
  let made = 0;
  return () => `${prefix}-${String((made += 1)).padStart(4, '0')}`;
}
