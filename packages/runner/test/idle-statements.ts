import { BY_TEST } from '@zenpulse/core/testing';
import { countedDatabase, type CountedDatabase, type ServerDatabase } from '@zenpulse/store/testing/servers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, zenpulseUrl, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('idle', () => undefined);
`;

const SYNC_SECONDS = 10;
const RENEWAL_SECONDS = 5;
/** By then the statements of the start are over: a runner looks for old executions 5 s after it has become active. */
const SETTLING_SECONDS = 20;
const WINDOW_SECONDS = 60;

interface Scene {
  readonly name: string;
  /** One list of arguments per runner, started one after the other. */
  readonly runners: readonly (readonly string[])[];
  /** The least average number of seconds between two statements of all runners together. */
  readonly secondsApart: number;
}

/**
 * The limits of the issue about backends: for PostgreSQL, and for MySQL, which has no notifications and needs more
 * statements.
 */
const SCENES: readonly Scene[] = [
  { name: 'a runner without --lock', runners: [[]], secondsApart: SYNC_SECONDS },
  { name: 'a holder', runners: [['--lock']], secondsApart: RENEWAL_SECONDS },
  {
    name: 'a holder and a standby',
    runners: [['--lock'], ['--lock']],
    secondsApart: RENEWAL_SECONDS / 2,
  },
];

interface Played {
  readonly counted: CountedDatabase;
  readonly sandbox: Sandbox;
}

/** Takes a minute and a half: each server has its own file, so that they wait at the same time. */
export function idleStatements(database: ServerDatabase): void {
  const played = new Map<Scene, Played>();
  const counts = new Map<Scene, number>();

  beforeAll(async () => {
    await Promise.all(SCENES.map(async (scene) => played.set(scene, await play(scene))));
    await pause(SETTLING_SECONDS);
    const before = await countAll();
    await pause(WINDOW_SECONDS);
    const after = await countAll();
    for (const scene of SCENES) counts.set(scene, (after.get(scene) ?? 0) - (before.get(scene) ?? 0));
  }, 300_000);
  afterAll(async () => {
    for (const { counted, sandbox } of played.values()) {
      await sandbox.close();
      await counted.drop();
    }
  });

  const countAll = async () => {
    const found = new Map<Scene, number>();
    for (const [scene, { counted }] of played) found.set(scene, await counted.statements());
    return found;
  };
  const play = async ({ runners }: Scene): Promise<Played> => {
    const counted = await countedDatabase(database);
    const sandbox = await createSandbox();
    await sandbox.write('jobs.mjs', JOBS);
    await sandbox.write('zenpulse.config.json', JSON.stringify({ database: counted.url }));
    const backend = await sandbox.backend();
    await backend.schedules.create(
      fields({ jobKey: 'idle', intervalValue: 1, intervalUnit: 'weeks' }),
      BY_TEST,
    );
    for (const [index, args] of runners.entries()) {
      const runner = sandbox.run([...args, '--sync-every', String(SYNC_SECONDS)]);
      await runner.said(index === 0 ? /This runner fires/ : /Another runner holds the lease/);
    }
    await backend.close();
    return { counted, sandbox };
  };

  it.each(SCENES)('$name: no more than it may', (scene) => {
    const mayBeMore = database.kind === 'mysql' ? scene.runners.length / SYNC_SECONDS : 0;
    const allowed = Math.round(WINDOW_SECONDS * (1 / scene.secondsApart + mayBeMore));
    const count = counts.get(scene) ?? Number.NaN;
    console.log(
      `${database.product}, ${scene.name}: ${count} statements in ${WINDOW_SECONDS} s, ${allowed} allowed`,
    );
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(allowed + 1); // the window may begin just before a heartbeat and end just after one
  });
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1_000);
  });
}
