// pm2 start ecosystem.config.cjs, beside the application's package.json.
module.exports = {
  apps: [
    {
      name: 'zenpulse-runner',
      script: 'node_modules/zenpulse/bin/zenpulse-runner.mjs',
      args: '--lock --grace 30 --http 9090',
      // One process: a second one would only stand by, and cluster mode is for servers.
      exec_mode: 'fork',
      instances: 1,
      env: { NODE_ENV: 'production' },
      // Not started again: 0 (stopped in good order), 2 (a setting that no restart cures), 75 (--no-standby: another runner
      // fires). After any other end it comes back; 70 is a job that called process.exit. (With a restart delay PM2 shows an
      // exit 2 as "waiting restart" for ever.)
      stop_exit_codes: [0, 2, 75],
      // A stop lets running jobs end for up to --grace seconds; it needs a little more to write everything.
      kill_timeout: 45_000,
    },
  ],
};
