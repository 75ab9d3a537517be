// Many schedules: what the first page, lists by every order and the figures take, and how long they keep the host's event
// loop. No runner is active, so that the first page works out what is overdue, too.
// Usage: node src/reading.mjs <database URL> [schedules=50000] [requests=40] [<another checkout> <database URL>]
// With another checkout, which was built, it and this one are asked in turns; its database is a copy with its own tables.
// The tables are made by the package ("npx zenpulse migrate"); a database that has schedules already is used as it is.
import { fillFigures } from './fill-figures.mjs';
import { join } from 'node:path';
import { comparedTable, measuredTable, startHosts } from './measured-hosts.mjs';

const [url, schedules = '50000', requests = '40', other, otherUrl] = process.argv.slice(2);
if (url === undefined) throw new Error('expected the URL of a database');

await fillFigures(url, Number(schedules));
const { measure: measureNow, json, stop } = await startHosts(url, Number(requests));
const before =
  other === undefined ? null : await startHosts(otherUrl, Number(requests), join(other, 'apps/bench/src'));
const measure = async (name, path) =>
  before === null ? measureNow(name, path) : [await before.measure(name, path), await measureNow(name, path)];

const asked = [];
for (const path of ['overview', 'schedules/counts', 'stats', 'stats?step=day', 'errors?limit=50']) {
  asked.push(await measure(path, path));
}
const { items } = await json('schedules?limit=1&search=job-777');
asked.push(await measure('one schedule', `schedules/${items[0].id}`));
asked.push(await measure('stats of one schedule', `stats?scheduleId=${items[0].id}`));
const orders = ['jobKey', 'nextRunAt', 'lastRunAt'].flatMap((name) => [name, `-${name}`]);
for (const query of [
  ...orders.map((order) => `sort=${order}`),
  'sort=nextRunAt&include=recent,counts',
  'sort=nextRunAt&search=job-4',
  'sort=nextRunAt&is=failing',
  'sort=nextRunAt&is=never-ran',
  'sort=-lastRunAt&is=failing',
  'sort=lastRunAt&search=zzzz',
  'search=job-4',
  'is=never-ran',
  'sort=typicalMs',
  'limit=100&include=recent',
]) {
  asked.push(
    await measure(`schedules?${query}`, `schedules?limit=50&${query}`.replace('limit=50&limit', 'limit')),
  );
}
const { nextCursor } = await json('schedules?sort=nextRunAt&limit=50');
asked.push(
  await measure('a second page by the next run', `schedules?sort=nextRunAt&limit=50&cursor=${nextCursor}`),
);
console.log(before === null ? measuredTable(asked) : comparedTable(asked));
before?.stop();
stop();
