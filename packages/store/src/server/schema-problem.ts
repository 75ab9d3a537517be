import { VERSION } from '@zenpulse/core/domain';

/** What is wrong with a database to which these migrations were applied, and what to do; null when all is well. */
export function schemaProblem(known: readonly string[], applied: readonly string[]): string | null {
  const newer = newerSchemaProblem(known, applied);
  if (newer !== null) return newer;
  const missing = known.filter((name) => !applied.includes(name));
  if (missing.length === 0) return null;
  return missing.length === known.length
    ? 'it has no tables of ZenPulse yet; make them with "npx zenpulse migrate"'
    : `its tables are not up to date (${missing.join(', ')} is missing); bring them up to date with "npx zenpulse migrate"`;
}

/** The same for tables that only another release knows: nothing may be read, written or migrated then. */
export function newerSchemaProblem(known: readonly string[], applied: readonly string[]): string | null {
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length === 0) return null;
  return `its tables were made by a newer release (${unknown.join(', ')} is unknown to ${VERSION}); update the package "zenpulse" here`;
}
