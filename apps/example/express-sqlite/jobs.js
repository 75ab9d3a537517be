import { zenpulseJob } from 'zenpulse';

// Created once with this trigger; from then on the admin decides.
zenpulseJob('clean_up_sessions', { every: '5 seconds', logPolicy: 'all' }, ({ log }) => {
  log.info('old sessions would be deleted now');
});

// Daily at 6:30 in Berlin. If the machine was down then, it may run up to three hours late.
zenpulseJob(
  'morning_report',
  { cron: '30 6 * * *', timezone: 'Europe/Berlin', misfireGraceTime: 3 * 3600, maxRetries: 3 },
  async ({ scheduledAt, log }) => {
    log.info(`the report of ${scheduledAt.toISOString().slice(0, 10)}`);
  },
);
