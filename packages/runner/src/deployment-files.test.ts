import { describe, expect, it } from 'vitest';
import { repositoryFile, runnerFlagsInFiles } from '../test/deployment-files.ts';
import { sampleGauges } from '../test/sample-gauges.ts';
import { runnerCommand, type RunnerFlags } from './cli/runner-command.ts';
import { listenAddress } from './http/listen-address.ts';
import { createRunnerMetrics } from './http/runner-metrics.ts';

// No test runs these files, so at least everything that they refer to must exist.
describe('the deployment files', () => {
  it('start the runner in six ways', () => {
    expect(new Set(runnerFlagsInFiles().map(({ file }) => file)).size).toBe(6);
  });

  it.each(runnerFlagsInFiles())('$file starts the runner with flags that it knows', ({ flags }) => {
    const command = runnerCommand().exitOverride();
    command.action(() => undefined).parse(['node', 'zenpulse-runner', ...flags]);
    const { lock, grace, http = '' } = command.opts<RunnerFlags>();
    expect({ lock, grace, port: listenAddress(http).port }).toEqual({ lock: true, grace: 30, port: 9090 });
  });

  it.each([
    ['docker-compose.yml', /stop_grace_period: 45s/],
    ['deploy/systemd/zenpulse-runner.service', /^TimeoutStopSec=45$/m],
    ['deploy/supervisor/zenpulse-runner.conf', /^stopwaitsecs=45$/m],
    ['deploy/kubernetes/zenpulse-runner.yaml', /terminationGracePeriodSeconds: 45/],
    ['deploy/pm2/ecosystem.config.cjs', /kill_timeout: 45_000/],
  ])('%s waits longer than the grace', (file, wait) => {
    expect(repositoryFile(file)).toMatch(wait);
  });

  it.each([
    ['deploy/systemd/zenpulse-runner.service', /^Restart=always$[^]*^RestartPreventExitStatus=0 2 75$/m],
    [
      'deploy/supervisor/zenpulse-runner.conf',
      /^autorestart=unexpected$\n^exitcodes=0,2,75$\n^startsecs=0$/m,
    ],
    ['deploy/pm2/ecosystem.config.cjs', /stop_exit_codes: \[0, 2, 75\]/],
  ])('%s starts the runner again after 1, 70 and signals, and not after 0, 2 and 75', (file, rule) => {
    expect(repositoryFile(file)).toMatch(rule);
  });

  it('Dockerfile installs the drivers in the versions of the workspace', () => {
    const catalog = repositoryFile('pnpm-workspace.yaml');
    for (const name of ['express', 'pg']) {
      const [, version = 'none'] = new RegExp(`^  '?${name}'?: (\\S+)$`, 'm').exec(catalog) ?? [];
      expect(repositoryFile('Dockerfile')).toContain(` ${name}@${version} `);
    }
  });
});

it.each(['docs/deployment.md', 'deploy/prometheus/zenpulse-alerts.yml'])(
  '%s names metrics that exist',
  async (file) => {
    const metrics = await createRunnerMetrics({
      runnerId: 'runner',
      version: '1.0.0',
      concurrency: 20,
      jobKeys: ['job'],
      gauges: () => sampleGauges(),
      scheduleGauges: () => ({ schedules: [], leftOut: 0 }),
      isReady: () => true,
    });
    const text = await metrics.text();
    const named = repositoryFile(file).match(/(?<!\/)\b(?:zenpulse|nodejs)_[a-z0-9_]+[a-z0-9]\b/g) ?? [];
    expect(named.length).toBeGreaterThan(5);
    expect(
      [...new Set(named)].filter((name) => !text.includes(`# HELP ${name.replace(/_bucket$/, '')} `)),
    ).toEqual([]);
  },
);
