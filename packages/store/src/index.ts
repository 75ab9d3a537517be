export { connect, connectToRead } from './connect.ts';
export { expireRunRequests } from './expire-run-requests.ts';
export { hasDatabase, refuseTakenAway } from './look-at-database.ts';
export { beginHistory, migrate, readMigrations } from './migrate.ts';
export type { MigrationReport } from './migration-report.ts';
export { readNeighbours, type Neighbours } from './neighbours.ts';
export { newId } from './new-id.ts';
export { ownTables } from './own-tables.ts';
export { packageFile, startThread } from './package-files.ts';
export { defineConfig, type ZenpulseConfig } from './settings/find-config.ts';
export { reportedRunners } from './reported-runners.ts';
export { requestCancel } from './request-cancel.ts';
export {
  resolveSettings,
  type Environment,
  type SettingOverrides,
  type Settings,
} from './settings/resolve-settings.ts';
export { SettingsError } from './settings/settings-error.ts';
export { namedProblem } from './store-problem.ts';
export { systemClock } from './system-clock.ts';
