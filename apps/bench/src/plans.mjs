// How a database reaches what each filter of the executions asks for: the plans of the store's own statements, over the tables
// that million.mjs filled. Usage: node src/build.mjs && node src/plans.mjs <database URL>
import {
  executionReads,
  mysqlExecutionDialect,
  postgresExecutionDialect,
  sqliteExecutionDialect,
  systemClock,
} from '../dist/product.mjs';
import { FILTERS } from './execution-filters.mjs';
import { open } from './open-database.mjs';
import { table } from './report.mjs';

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('expected the URL of a database');

const WHOLE = '**the whole table**';
const TABLE = 'zenpulse_job_execution_log';
/** How a found row is read by its id; how the rows of a filter are found is on another line of the plan. */
const BY_ID = /pkey|PRIMARY|autoindex/;

/** By kind of database: its dialect, a statement's text, and what the answer of EXPLAIN names as the way to rows of the table. */
const KINDS = {
  file: {
    dialect: sqliteExecutionDialect,
    textOf: ({ sql }) => sql,
    explain: 'EXPLAIN QUERY PLAN',
    wayOf: ({ detail }) => {
      const found = new RegExp(`^S\\w+ ${TABLE}(?: USING (?:COVERING )?INDEX (\\S+))?`).exec(detail);
      return found === null ? null : (found[1] ?? WHOLE);
    },
  },
  postgresql: {
    dialect: postgresExecutionDialect,
    textOf: ({ text }) => text,
    explain: 'EXPLAIN',
    wayOf: ({ 'QUERY PLAN': line }) =>
      / Scan(?: Backward)? using (\S+)/.exec(line)?.[1] ??
      (line.includes(`Seq Scan on ${TABLE}`) ? WHOLE : null),
  },
  mysql: {
    dialect: mysqlExecutionDialect,
    textOf: ({ sql }) => sql.replaceAll('"', '`'),
    explain: 'EXPLAIN',
    wayOf: ({ table: name, key }) => (name === TABLE ? (key ?? WHOLE) : null),
  },
};

const { dialect, textOf, explain, wayOf } = KINDS[new URL(url).protocol.slice(0, -1)];
const database = await open(url);
let ways = new Map();
const recording = {
  query: async (statement) => {
    const [text, values] = [textOf(statement), statement.values];
    const kind = /COUNT\(/.test(text) ? 'count' : /OFFSET/.test(text) ? 'step' : 'rows';
    if (!ways.has(kind)) {
      const plan = await database.read(`${explain} ${text}`, values);
      ways.set(kind, new Set(plan.map(wayOf).filter((way) => way !== null && !BY_ID.test(way))));
    }
    return database.read(text, values);
  },
  execute: () => Promise.reject(new Error('nothing is written')),
};
const reads = executionReads({ database: recording, dialect, clock: systemClock });

const found = [];
for (const [name, filter] of Object.entries(FILTERS)) {
  ways = new Map();
  await reads.list(filter, { after: undefined, limit: 50 });
  if (name !== 'none') await reads.count(filter);
  const of = (kind) => [...(ways.get(kind) ?? ['-'])].map((way) => way.replace(`${TABLE}_`, '')).join(', ');
  found.push([name, of('rows'), of('count'), of('step')]);
}
console.log(table(['filter', 'rows by', 'their number by', 'steps by'], found));
await database.close();
