import { setTimeout as pause } from 'node:timers/promises';
import { zenpulseJob } from 'zenpulse';

// Jobs of a small shop. Some fail now and then, so that the admin has something to show. What a run does depends only
// on its instant, so that the page shows the same story each time.

/** A number that depends on the instant: 0, 1, … n - 1 in turn. */
const turn = (scheduledAt: Date, seconds: number, n: number) =>
  Math.floor(scheduledAt.getTime() / (seconds * 1000)) % n;

zenpulseJob(
  'orders.export',
  { every: '20 seconds', logPolicy: 'all' },
  async ({ log, scheduledAt, signal }) => {
    await pause(200 + 150 * turn(scheduledAt, 20, 5), undefined, { signal });
    log.info(`${12 + turn(scheduledAt, 20, 7)} orders exported`);
  },
);

zenpulseJob(
  'orders.sync_stock',
  { every: '15 seconds', logPolicy: 'all' },
  async ({ scheduledAt, signal }) => {
    await pause(120, undefined, { signal });
    if (turn(scheduledAt, 15, 3) === 0)
      throw new Error('the warehouse answered 503: maintenance until 06:00');
  },
);

// The first attempt of every second run is declined; its retry succeeds.
zenpulseJob(
  'payments.capture',
  { every: '30 seconds', maxRetries: 2, logPolicy: 'all' },
  async ({ log, scheduledAt, attempt, signal }) => {
    await pause(400, undefined, { signal });
    if (attempt === 1 && turn(scheduledAt, 30, 2) === 0) throw new Error('the bank declined: try again');
    log.info('3 payments captured');
  },
);

zenpulseJob('payments.reconcile', { cron: '*/2 * * * *', logPolicy: 'all' }, async ({ log, signal }) => {
  await pause(4_000, undefined, { signal });
  log.info('The books agree');
});

// Every fourth letter takes longer than its timeout.
zenpulseJob(
  'mail.newsletter',
  { every: '1 minute', timeoutSeconds: 2, logPolicy: 'all' },
  async ({ scheduledAt, signal }) => {
    await pause(turn(scheduledAt, 60, 4) === 0 ? 5_000 : 800, undefined, { signal });
  },
);

zenpulseJob('mail.queue', { every: '5 seconds', logPolicy: 'none' }, async ({ signal }) => {
  await pause(30, undefined, { signal });
});

// Every second run takes longer than the interval: the run due meanwhile is skipped, and the page shows why.
zenpulseJob(
  'images.thumbnails',
  { every: '30 seconds', logPolicy: 'all' },
  async ({ log, scheduledAt, signal }) => {
    await pause(turn(scheduledAt, 30, 4) === 0 ? 40_000 : 1_500, undefined, { signal });
    log.info('24 images scaled');
  },
);

// Uses a whole processor, so it has its own thread.
zenpulseJob('search.reindex', { cron: '*/3 * * * *', isolation: 'thread', logPolicy: 'all' }, ({ log }) => {
  const until = Date.now() + 700;
  let words = 0;
  while (Date.now() < until) words += 1;
  log.info(`${Math.round(words / 1000)} thousand words indexed`);
});

zenpulseJob('sessions.expire', { cron: '7 * * * *' }, ({ log }) => log.info('Old sessions are gone'));
zenpulseJob(
  'carts.remind',
  { cron: '15 10 * * *', timezone: 'Europe/Berlin', misfireGraceTime: 3600 },
  ({ log }) => log.info('Nobody forgot a cart'),
);
zenpulseJob(
  'backup.database',
  {
    cron: '0 2 * * *',
    timezone: 'America/New_York',
    misfireGraceTime: null,
    maxRetries: 3,
    logPolicy: 'all',
  },
  ({ log }) => log.info('The backup would be taken now'),
);
zenpulseJob(
  'reports.weekly',
  { cron: '0 7 * * mon', timezone: 'Europe/Berlin', logPolicy: 'all' },
  ({ log }) => log.info('The report of the week'),
);
zenpulseJob('invoices.send', { cron: '30 6 1 * *', timezone: 'Europe/Berlin', logPolicy: 'all' }, ({ log }) =>
  log.info('The invoices of the month'),
);
zenpulseJob('coupons.expire', { cron: '0 0 * * *' }, ({ log }) => log.info('Old coupons are gone'));
zenpulseJob('fax.orders', { cron: '*/10 * * * *', enabled: false }, () => {
  throw new Error('nobody has a fax any more');
});
