/** The release, as in packages/zenpulse/package.json (a test compares them). */
export const VERSION = '0.1.0';

/**
 * The newest time zone data at the time of this release, named as in `process.versions.tz`. A Node with older data
 * computes outdated times for some zones.
 */
export const ZONE_DATA = '2026c';
