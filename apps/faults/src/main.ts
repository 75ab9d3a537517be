// Usage: pnpm --filter @zenpulse/faults <suite> --seed N --times N --database sqlite|postgres|mysql --parallel N. Exits
// with 1 if an occurrence ran twice, was lost or is unaccounted for; then the folder with logs and database is kept.
import { parseArgs } from 'node:util';
import { isGood, report, table } from './report.ts';
import { runSuite } from './run-suite.ts';
import { SUITES } from './suites.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    times: { type: 'string' },
    database: { type: 'string', default: 'sqlite' },
    parallel: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
});

const suite = Object.values(SUITES).find(({ name }) => name === positionals[0]);
const database = suite?.databases.find((kind) => kind === values.database);
if (suite === undefined || database === undefined) {
  for (const { name, databases, text } of Object.values(SUITES)) {
    console.error(`${name.padEnd(10)} ${databases.join(', ').padEnd(23)} ${text}`);
  }
  process.exit(2);
}

const seed = Number(values.seed);
const parallel = Number(values.parallel);
const times = Number(values.times ?? suite.times);
const share = suite.isMinutes === true ? times : Math.ceil(times / parallel);
const begunAt = performance.now();
const results = await Promise.all(
  Array.from({ length: parallel }, (_, index) =>
    runSuite({ suite, database, seed: seed + index * 1_000_003, times: share, isKept: values.keep }),
  ),
);
const seconds = Math.round((performance.now() - begunAt) / 1000);
const summary = report({ suite: suite.name, database, seed, seconds }, results);
for (const { findings, troubles, evidence, folder } of results) {
  for (const { kind, jobKey, scheduledAt, text } of findings.slice(0, 50)) {
    console.log(`FOUND ${kind}: ${jobKey} due ${new Date(scheduledAt).toISOString()}: ${text}`);
  }
  for (const trouble of troubles) console.log(`TROUBLE ${trouble}`);
  if (evidence !== '') console.log(evidence);
  if (folder !== null) console.log(`Kept: ${folder}`);
}
console.log(table(summary));
console.log(JSON.stringify(summary));
process.exitCode = isGood(summary) ? 0 : 1;
