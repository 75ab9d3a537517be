export { runSuite, type SuiteResult, type SuiteRun } from './run-suite.ts';
export { SUITES } from './suites.ts';
