/** The release, as in packages/zenpulse/package.json (a test compares them). */
export const VERSION = '0.1.0';

/**
 * The newest time zone data when this release was made, as `process.versions.tz` names them. Older ones inside Node fire
 * by rules that some zones have changed since.
 */
export const ZONE_DATA = '2026c';
