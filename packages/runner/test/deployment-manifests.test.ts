import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { silentLogger } from '@zenpulse/core/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { openProbes, type Probes } from '../src/http/open-probes.ts';
import { repositoryFile } from './deployment-files.ts';
import { sampleGauges } from './sample-gauges.ts';

/** What `node` is given, where it is in the repository. */
function source(path: string): string {
  const [, bin] = /^node_modules\/zenpulse\/bin\/(.+)$/.exec(path) ?? [];
  return bin === undefined ? `apps/example/${path}` : `packages/zenpulse/bin/${bin}`;
}
const isThere = (path: string) => existsSync(new URL(`../../../${path}`, import.meta.url));
const stateDir = /ENV ZENPULSE_STATE_DIR=(\S+)/.exec(repositoryFile('Dockerfile'))?.[1];

let probes: Probes;
beforeAll(async () => {
  probes = await openProbes({
    http: '127.0.0.1:0',
    runnerId: 'runner',
    jobKeys: [],
    concurrency: 1,
    logger: silentLogger,
    gauges: () => sampleGauges(),
    scheduleGauges: () => null,
    isStopping: () => false,
  });
});
afterAll(() => probes.close());

/** The status of a probe's path at a runner that is well. */
async function statusOf(path: string): Promise<number> {
  return (await fetch(`http://127.0.0.1:${probes.address.port}${path}`)).status;
}

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
}

describe('docker-compose.yml', () => {
  const { services, volumes } = parse(repositoryFile('docker-compose.yml'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const named = Object.entries(services);

  it('starts what there is', () => {
    const started = named.flatMap(([, { command }]) => (command === undefined ? [] : [command]));
    expect(started).toHaveLength(4);
    for (const [program, file = ''] of started) {
      expect([program, isThere(source(file)), file]).toEqual(['node', true, file]);
    }
  });

  it('waits for the tables before it starts what needs them, and for the database before it makes them', () => {
    const waits = (name: string) => services[name]?.depends_on;
    expect(waits('migrate')).toEqual({ db: { condition: 'service_healthy' } });
    for (const name of ['app', 'runner-1', 'runner-2']) {
      expect(waits(name)).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    }
    expect(services['db']?.healthcheck?.test).toContain('pg_isready');
  });

  it('gives each runner a state volume of its own, where the image looks for it', () => {
    const mounts = ['runner-1', 'runner-2'].flatMap((name) => services[name]?.volumes ?? []);
    expect(mounts).toEqual([`runner-1:${stateDir}`, `runner-2:${stateDir}`]);
    expect(Object.keys(volumes)).toEqual(['db', 'runner-1', 'runner-2']);
  });

  it.each(['runner-1', 'runner-2'])(
    'asks %s at the port that it listens on, and a path that answers',
    async (name) => {
      const { command = [], healthcheck } = services[name] ?? {};
      const [, port, path] = /127\.0\.0\.1:(\d+)(\/\w+)'/.exec(healthcheck?.test.join(' ') ?? '') ?? [];
      expect(command).toContain(`0.0.0.0:${port}`);
      expect(await statusOf(path ?? '')).toBe(200);
    },
  );

  it('asks the application at its port and its mount', () => {
    const { environment, healthcheck } = services['app'] ?? {};
    const app = repositoryFile('apps/example/src/app.mjs');
    const [, port, mount] = /127\.0\.0\.1:(\d+)(\/\w+)\/'/.exec(healthcheck?.test.join(' ') ?? '') ?? [];
    expect(environment?.['PORT']).toBe(port);
    expect(app).toContain(`app.use('${mount}', zenpulseAdmin())`);
    expect(app).toContain('process.env.HOST');
  });
});

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

describe('the Kubernetes manifest', () => {
  const documents = parseAllDocuments(repositoryFile('deploy/kubernetes/zenpulse-runner.yaml'));
  const [service, set] = documents.map((document) => document.toJS() as Record<string, never>);
  const { spec } = set as unknown as {
    spec: {
      serviceName: string;
      selector: { matchLabels: object };
      template: {
        metadata: { labels: object; annotations: Record<string, string> };
        spec: {
          terminationGracePeriodSeconds: number;
          initContainers: readonly Container[];
          containers: readonly Container[];
        };
      };
      volumeClaimTemplates: readonly { metadata: { name: string } }[];
    };
  };
  const { containers, initContainers } = spec.template.spec;
  const [runner] = containers;

  it('is a service and a set whose names and labels meet', () => {
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
    const head = [service, set].map((one) => [one?.['apiVersion'], one?.['kind']]);
    expect(head).toEqual([
      ['v1', 'Service'],
      ['apps/v1', 'StatefulSet'],
    ]);
    const { metadata, spec: own } = service as unknown as {
      metadata: { name: string };
      spec: { selector: object; ports: readonly { name: string; port: number }[] };
    };
    expect(spec.serviceName).toBe(metadata.name);
    expect(own.selector).toEqual(spec.template.metadata.labels);
    expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
    expect(own.ports.map(({ port }) => port)).toEqual(
      runner?.ports?.map(({ containerPort }) => containerPort),
    );
  });

  it('starts what there is, after the tables were made', () => {
    for (const { command } of [...initContainers, ...containers]) {
      expect([command[0], isThere(source(command[1] ?? ''))]).toEqual(['node', true]);
    }
    expect(initContainers[0]?.command.at(-1)).toBe('migrate');
  });

  it.each(['livenessProbe', 'readinessProbe'] as const)('its %s asks a path that answers', async (name) => {
    const { path, port } = runner?.[name]?.httpGet ?? { path: '', port: '' };
    const [own] = runner?.ports ?? [];
    expect([port, runner?.command.at(-1)]).toEqual([own?.name, `0.0.0.0:${own?.containerPort}`]);
    expect(await statusOf(path)).toBe(200);
  });

  it('is scraped where the metrics are', async () => {
    const { annotations } = spec.template.metadata;
    expect(annotations['prometheus.io/port']).toBe(String(runner?.ports?.[0]?.containerPort));
    expect(await statusOf(annotations['prometheus.io/path'] ?? '/metrics')).toBe(200);
  });

  it('keeps its state on a claim of each pod, and has longer to end than the grace', () => {
    const claims = spec.volumeClaimTemplates.map(({ metadata }) => metadata.name);
    for (const { env, volumeMounts } of [...initContainers, ...containers]) {
      const dir = env.find(({ name }) => name === 'ZENPULSE_STATE_DIR')?.value;
      expect(volumeMounts).toEqual([{ name: claims[0], mountPath: dir }]);
      expect(env.map(({ name }) => name)).toContain('ZENPULSE_DATABASE_URL');
    }
    const { command = [] } = runner ?? {};
    const grace = Number(command[command.indexOf('--grace') + 1]);
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(grace);
  });
});

describe('the PM2 file', () => {
  it('is one that node can load, and starts what there is', () => {
    const load = createRequire(import.meta.url);
    const { apps } = load('../../../deploy/pm2/ecosystem.config.cjs') as {
      apps: readonly { script: string; args: string; instances: number; kill_timeout: number }[];
    };
    expect(apps).toHaveLength(1);
    for (const { script, args, instances, kill_timeout: killTimeout } of apps) {
      expect([isThere(source(script)), instances]).toEqual([true, 1]);
      expect(killTimeout).toBeGreaterThan(1_000 * Number(/--grace (\d+)/.exec(args)?.[1]));
    }
  });
});
