import { freemem, loadavg, tmpdir, totalmem } from 'node:os';
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { zenpulseJob } from 'zenpulse';
import './shop.ts';

// Jobs that any application may have: check the machine, clean up, report. Those of a shop are in shop.ts.

zenpulseJob(
  'check_memory',
  { triggerType: 'interval', intervalValue: 30, intervalUnit: 'seconds', logPolicy: 'all' },
  ({ log }) => {
    const usedPercent = Math.round(100 * (1 - freemem() / totalmem()));
    log.info(`${usedPercent} % of the memory is in use, load ${loadavg()[0]?.toFixed(2)}`);
  },
);

zenpulseJob(
  'check_disk',
  {
    triggerType: 'interval',
    intervalValue: 1,
    intervalUnit: 'minutes',
    logPolicy: 'all',
    params: { minFreePercent: 5 },
  },
  async ({ log, params }) => {
    const { blocks, bavail } = await statfs(tmpdir());
    const freePercent = Math.round((100 * bavail) / blocks);
    if (freePercent < Number(params.minFreePercent))
      throw new Error(`only ${freePercent} % of the disk is free`);
    log.info(`${freePercent} % of the disk is free`);
  },
);

zenpulseJob(
  'send_daily_report',
  { triggerType: 'cron', cronMinute: '30', cronHour: '8', cronDayOfWeek: 'mon-fri', misfireGraceTime: 3600 },
  ({ log, scheduledAt }) =>
    log.info(`The report of ${scheduledAt.toISOString().slice(0, 10)} would go out now`),
);

zenpulseJob(
  'measure_temp_files',
  {
    triggerType: 'interval',
    intervalValue: 15,
    intervalUnit: 'minutes',
    logPolicy: 'all',
    timeoutSeconds: 60,
  },
  async ({ log, signal }) => {
    let bytes = 0;
    for (const name of await readdir(tmpdir())) {
      signal.throwIfAborted();
      bytes += (await stat(join(tmpdir(), name)).catch(() => ({ size: 0 }))).size;
    }
    log.info(`${Math.round(bytes / 1024)} KiB in ${tmpdir()}`);
  },
);

zenpulseJob(
  'close_month',
  {
    triggerType: 'cron',
    cronMinute: '0',
    cronHour: '0',
    cronDay: '1',
    misfireGraceTime: null,
    logPolicy: 'all',
  },
  ({ log }) => log.info('The month is closed'),
);

// Without a trigger, a job waits in the admin until it is scheduled there; the form starts with these options.
zenpulseJob('import_prices', { timeoutSeconds: 30, logPolicy: 'all' }, async ({ params, signal }) => {
  const { url } = params as { url?: string };
  if (url === undefined) throw new Error('params.url is missing: set it in the schedule');
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
});
