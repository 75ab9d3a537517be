// A million executions in a database: what each request of the admin takes, how long it keeps the host's event loop, and
// whether a plain request is answered while searches run. The host is an Express application of its own process.
// Usage: node src/million.mjs <database URL> [rows=1000000] [requests=40]
//   such as file:/tmp/million.db, postgresql://postgres@127.0.0.1:5432/million, mysql://root@127.0.0.1:3306/million
// The tables are made by the package ("npx zenpulse migrate"); a database that has executions already is used as it is.
import { FILTERS, queryOf } from './execution-filters.mjs';
import { fill } from './fill-executions.mjs';
import { measuredTable, startHosts } from './measured-hosts.mjs';
import { figure, quantile } from './report.mjs';

const [url, rows = '1000000', requests = '40'] = process.argv.slice(2);
if (url === undefined) throw new Error('expected the URL of a database');

await fill(url, Number(rows));
const { measure, times, get, json, stop } = await startHosts(url, Number(requests));

const asked = [];
for (const [name, filter] of Object.entries(FILTERS)) {
  const query = queryOf(filter);
  asked.push(await measure(`executions: ${name}`, `executions?limit=50&${query}`));
  if (query !== '') asked.push(await measure(`their number: ${name}`, `executions/count?${query}`));
}
const { nextCursor, items } = await json('executions?limit=50&status=fail');
asked.push(
  await measure('executions: a second page', `executions?limit=50&status=fail&cursor=${nextCursor}`),
);
asked.push(await measure('one execution', `executions/${items[0].id}`));
for (const query of [
  '',
  'sort=updatedAt',
  'sort=enabled',
  'search=job-4',
  'search=zzzz',
  'enabled=false',
  'triggerType=cron',
]) {
  asked.push(await measure(`schedules: ${query || 'all'}`, `schedules?limit=50&${query}`));
}
for (const path of [
  'schedules/schedule-7',
  'schedules/schedule-7/occurrences',
  'schedules/schedule-7/receipt',
  'jobs',
  'runners',
  'info',
]) {
  asked.push(await measure(path, path));
}
console.log(measuredTable(asked));

const plain = async () => quantile(await times('/plain', 40), 0.95);
const alone = await plain();
const searching = new AbortController();
const searches = Array.from({ length: 5 }, async () => {
  while (!searching.signal.aborted) await get('/zenpulse/api/executions?search=zzzz');
});
const beside = await plain();
searching.abort();
await Promise.all(searches);
console.log(
  `\nA plain request to the host, p95: ${figure(alone)} ms alone, ${figure(beside)} ms beside five searches.`,
);
stop();
