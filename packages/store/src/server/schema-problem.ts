import { VERSION } from '@zenpulse/core/domain';

/** The problem of a database with these migrations, and its remedy; null if there is none. */
export function schemaProblem(known: readonly string[], applied: readonly string[]): string | null {
  const newer = newerSchemaProblem(known, applied);
  if (newer !== null) return newer;
  const missing = known.filter((name) => !applied.includes(name));
  if (missing.length === 0) return null;
  return missing.length === known.length
    ? 'it has no tables of ZenPulse yet; make them with "npx zenpulse migrate"'
    : `its tables are not up to date (${missing.join(', ')} is missing); bring them up to date with "npx zenpulse migrate"`;
}

/** The same for tables of a newer release: then nothing may be read, written or migrated. */
export function newerSchemaProblem(known: readonly string[], applied: readonly string[]): string | null {
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length === 0) return null;
  return `its tables were made by a newer release (${unknown.join(', ')} is unknown to ${VERSION}); update the package "zenpulse" here`;
}
