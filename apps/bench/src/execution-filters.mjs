// The queries about executions: each filter of the admin, with values that are common, rare and absent.
const DAY = 86_400_000;
const daysAgo = (days) => Date.now() - days * DAY;

/** By name, the filter as the store takes it; instants in epoch milliseconds. */
export const FILTERS = {
  none: {},
  job: { jobKey: 'job-7' },
  outcome: { status: ['fail'] },
  'an outcome that is rare': { status: ['interrupted'] },
  'two outcomes': { status: ['fail', 'timeout'] },
  'job and outcome': { jobKey: 'job-7', status: ['fail'] },
  'job and outcome, none there': { jobKey: 'job-0', status: ['interrupted'] },
  'a job that is not there': { jobKey: 'nobody' },
  'schedule with a third of all': { scheduleId: 'schedule-0' },
  'the same with an outcome': { scheduleId: 'schedule-0', status: ['timeout'] },
  'schedule that last ran 80 days ago': { scheduleId: 'schedule-old' },
  'one day, 50 days ago': { from: daysAgo(51), to: daysAgo(50) },
  'occurrences of one day, 50 days ago': { scheduledFrom: daysAgo(51), scheduledTo: daysAgo(50) },
  'occurrences, none there': { scheduledFrom: daysAgo(400), scheduledTo: daysAgo(399) },
  'occurrences of a schedule': {
    scheduleId: 'schedule-3',
    scheduledFrom: daysAgo(31),
    scheduledTo: daysAgo(30),
  },
  'occurrences of a job': { jobKey: 'job-3', scheduledFrom: daysAgo(31), scheduledTo: daysAgo(30) },
  'search, many found': { search: 'refused' },
  'search, none found': { search: 'zzzz' },
  'search outside ASCII, none found': { search: 'Überzzz' },
  'search in a job': { jobKey: 'job-7', search: 'zzzz' },
};

/** The same as a query string. */
export function queryOf(filter) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    for (const one of [value].flat()) {
      query.append(name, typeof one === 'number' ? new Date(one).toISOString() : one);
    }
  }
  return query.toString();
}
