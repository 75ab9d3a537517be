export { OutputReader, type OutputPart, type OutputStage } from './output/output-reader.ts';
export { connect, connectToRead } from './connect.ts';
export { expireRunRequests } from './requests/expire-run-requests.ts';
export { hasDatabase, refuseTakenAway } from './schema/look-at-database.ts';
export { beginHistory, migrate, readMigrations } from './schema/migrate.ts';
export type { MigrationReport } from './schema/migration-report.ts';
export { readNeighbours, type Neighbours } from './schema/neighbours.ts';
export { newId } from './new-id.ts';
export { ownTables } from './schema/own-tables.ts';
export { packageFile, startThread } from './drivers/package-files.ts';
export { defineConfig, type ZenpulseConfig } from './settings/find-config.ts';
export { reportedRunners } from './runners/reported-runners.ts';
export { requestCancel } from './requests/request-cancel.ts';
export {
  resolveSettings,
  type Environment,
  type SettingOverrides,
  type Settings,
} from './settings/resolve-settings.ts';
export { SettingsError } from './settings/settings-error.ts';
export { namedProblem } from './sql/store-problem.ts';
export { systemClock } from './system-clock.ts';
export { hashOfToken, newTokenSecret } from './tokens/token-secret.ts';
