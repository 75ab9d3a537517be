import { readFileSync } from 'node:fs';

const FILES = [
  'Dockerfile',
  'docker-compose.yml',
  'deploy/systemd/zenpulse-runner.service',
  'deploy/supervisor/zenpulse-runner.conf',
  'deploy/kubernetes/zenpulse-runner.yaml',
  'deploy/pm2/ecosystem.config.cjs',
];

export function repositoryFile(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

/** The flags after the runner's name, with the separators of the file's language. */
const FLAGS = /zenpulse-runner\.mjs['",\s]*(?:args: ')?((?:(?:--[a-z-]+|\d[\d.:]*)['",\s]+)+)/g;

/** The flags with which each deployment file starts the runner. */
export function runnerFlagsInFiles(): { file: string; flags: string[] }[] {
  return FILES.flatMap((file) =>
    [...repositoryFile(file).matchAll(FLAGS)].map(([, flags = '']) => ({
      file,
      flags: flags.split(/['",\s]+/).filter((flag) => flag !== ''),
    })),
  );
}
