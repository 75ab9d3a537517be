// What the occurrences of the past day came to, job by job: the same stories that the jobs in jobs.ts and shop.ts tell.

/** Which of n turns an occurrence has, as in shop.ts. */
const turn = (at, seconds, n) => Math.floor(at.getTime() / (seconds * 1000)) % n;
/** Minutes since midnight, UTC. */
const minute = (at) => at.getUTCHours() * 60 + at.getUTCMinutes();
/** From 02:10 to 02:25 no runner was there. */
const isDown = (at) => minute(at) >= 130 && minute(at) < 145;

const success = (durationMs, output) => ({ status: 'success', durationMs, output });
const fail = (message, frame, durationMs, name = 'Error') => ({
  status: 'fail',
  durationMs,
  error: { name, message, frame },
});
const missed = [{ status: 'missed', reason: 'down' }];

/** While no runner was there, occurrences were missed; the others tell the story. */
const told = (story) => (at, n) => (isDown(at) ? missed : story(at, n));

/** By job key: the attempts of the occurrence at `at`, the n-th of the day. */
export const STORIES = {
  'orders.export': told((at) => [
    success(200 + 150 * turn(at, 20, 5), `${12 + turn(at, 20, 7)} orders exported\n`),
  ]),
  // The warehouse was away from 03:40 to 06:00.
  'orders.sync_stock': told((at) =>
    minute(at) >= 220 && minute(at) < 360
      ? [
          fail(
            'the warehouse answered 503: maintenance until 06:00',
            'file:///srv/shop/src/shop.ts:33:9',
            121,
          ),
        ]
      : [success(122)],
  ),
  'payments.capture': told((at) =>
    turn(at, 30, 2) === 0
      ? [
          fail('the bank declined: try again', 'file:///srv/shop/src/shop.ts:45:13', 402),
          { ...success(404, '3 payments captured\n'), startedAfterMs: 1_400 },
        ]
      : [success(403, '3 payments captured\n')],
  ),
  'payments.reconcile': told((at, n) => [success(3_900 + (n % 9) * 60, 'The books agree\n')]),
  'mail.newsletter': told((at) =>
    turn(at, 60, 4) === 0 ? [{ status: 'timeout', durationMs: 2_001 }] : [success(802)],
  ),
  'images.thumbnails': told((at) =>
    turn(at, 30, 4) === 1
      ? [{ status: 'skipped', reason: 'max-instances' }]
      : [success(turn(at, 30, 4) === 0 ? 40_010 : 1_503, '24 images scaled\n')],
  ),
  // The process died at noon, in the middle of a run.
  'search.reindex': told((at) =>
    minute(at) === 720
      ? [{ status: 'interrupted', reason: 'runner-died' }]
      : [success(702, '9 thousand words indexed\n')],
  ),
  'sessions.expire': told(() => [success(1)]),
  'carts.remind': told(() => [success(2)]),
  'backup.database': told(() => [
    fail('the disk of the backup is full', 'file:///srv/shop/src/shop.ts:98:3', 31_200, 'ENOSPC'),
    {
      ...fail('the disk of the backup is full', 'file:///srv/shop/src/shop.ts:98:3', 30_900, 'ENOSPC'),
      startedAfterMs: 36_000,
    },
    { ...success(88_400, 'The backup is there\n'), startedAfterMs: 80_000 },
  ]),
  'coupons.expire': told(() => [success(3)]),
  check_memory: told((at, n) => [success(0.4 + (n % 5) / 10, `${61 + (n % 7)} % of the memory is in use\n`)]),
  check_disk: told(() => [success(1.2, '43 % of the disk is free\n')]),
  send_daily_report: told(() => [success(2.1, 'The report would go out now\n')]),
  measure_temp_files: told((at, n) => [success(9 + (n % 11), '1 MiB in the folder\n')]),
};
