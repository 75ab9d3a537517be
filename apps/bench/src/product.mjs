// The parts that the benchmarks measure, from the workspace's sources; `build.mjs` bundles them in the same way as the
// package.
export { createCronTrigger } from '../../../packages/core/src/domain/cron/cron-trigger.ts';
export { newSchedule, SCHEDULE_DEFAULTS } from '../../../packages/core/src/domain/index.ts';
export { ScheduleAccounts } from '../../../packages/core/src/engine/runs/schedule-account.ts';
export { Dispatcher } from '../../../packages/core/src/engine/schedules/dispatcher.ts';
export { createEngine } from '../../../packages/core/src/engine/engine.ts';
export { reconcile } from '../../../packages/core/src/engine/schedules/reconcile.ts';
export { silentLogger } from '../../../packages/core/src/ports/index.ts';
export { sampleExecution } from '../../../packages/core/src/testing/index.ts';
export { newId } from '../../../packages/store/src/new-id.ts';
export { connectSqlite } from '../../../packages/store/src/sqlite/connect-sqlite.ts';
export { openSqlite } from '../../../packages/store/src/sqlite/open-sqlite.ts';
export { createSqliteExecutionStore } from '../../../packages/store/src/sqlite/sqlite-execution-store.ts';
export { systemClock } from '../../../packages/store/src/system-clock.ts';
export { executionReads } from '../../../packages/store/src/executions/execution-reads.ts';
export { mysqlExecutionDialect } from '../../../packages/store/src/mysql/mysql-execution-dialect.ts';
export { postgresExecutionDialect } from '../../../packages/store/src/postgres/postgres-execution-dialect.ts';
export { sqliteExecutionDialect } from '../../../packages/store/src/sqlite/sqlite-execution-dialect.ts';
