import { BY_TEST } from '@zenpulse/core/testing';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventData } from '@zenpulse/contract';
import { silentLogger } from '@zenpulse/core/ports';
import { connect, migrate, resolveSettings, systemClock } from '@zenpulse/store';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import compression from 'compression';
import express from 'express';
import express4 from 'express4';
import { afterEach, describe, expect, it } from 'vitest';
import { zenpulseAdmin, type AdminHandler } from '../src/index.ts';
import { readEvents, type EventReader } from './event-reader.ts';
import { createdSchedule, execution, intervalBody, runnerSnapshot } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';
import { startStrippingProxy } from './stripping-proxy.ts';

const EVENTS = '/zenpulse/api/events';
const BROWSER = { 'accept-encoding': 'gzip, deflate, br' };

let admin: RunningAdmin;
const readers: EventReader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await admin.close();
});

async function follow(port = admin.port, path = EVENTS, headers: Readonly<Record<string, string>> = BROWSER) {
  const reader = await readEvents(port, path, headers);
  readers.push(reader);
  return reader;
}

describe.each<[string, (admin: AdminHandler) => RequestListener]>([
  ['Express 5', (handler) => express().use('/zenpulse', handler)],
  ['Express 4', (handler) => express4().use('/zenpulse', handler) as RequestListener],
  ['Express 5 behind compression()', (handler) => express().use(compression()).use('/zenpulse', handler)],
  [
    'Express 4 behind compression() of everything',
    (handler) =>
      express4()
        .use(compression({ threshold: 0 }))
        .use('/zenpulse', handler) as RequestListener,
  ],
])('events in %s', (_name, app) => {
  it('arrive while the answer goes on, uncompressed', async () => {
    admin = await startAdmin({ app });
    const reader = await follow();
    expect([reader.status, reader.headers['content-type'], reader.headers['content-encoding']]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      undefined,
    ]);
    expect(reader.headers).toMatchObject({
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    await createdSchedule(admin, intervalBody('a'));
    await reader.until('revision');
    expect(reader.isEnded).toBe(false);
    expect(admin.logged).toEqual([]);
  });
});

describe('events on SQLite', () => {
  it('tell of what another process writes: schedules, executions, reports', async () => {
    admin = await startAdmin();
    await admin.get('/api/schedules');
    const reader = await follow();
    await admin.backend.executions.append([execution('e-1')]);
    await reader.until('executions');
    await (await admin.backend.runners.open('runner-1')).write(runnerSnapshot());
    await reader.until('runners');
    expect(reader.kinds()).not.toContain('revision');
    const { id } = await createdSchedule(admin, intervalBody('a'));
    await admin.backend.schedules.remove(id, BY_TEST);
    await reader.until('revision');
    const seen = reader.of('revision') as EventData[];
    expect(seen.at(-1)?.revision).toBeLessThanOrEqual(
      (await admin.backend.schedules.readRevision()).revision,
    );
  });

  it('arrive through a proxy that strips a prefix', async () => {
    admin = await startAdmin({ environment: null });
    const proxy = await startStrippingProxy(admin.port, '/ops');
    const reader = await follow(proxy.port, `/ops${EVENTS}`, { cookie: await admin.cookie() });
    await admin.backend.executions.append([execution('e-1')]);
    await reader.until('executions');
    reader.close();
    await proxy.close();
  });

  it('HEAD answers at once', async () => {
    admin = await startAdmin();
    const answer = await admin.send({ method: 'HEAD', path: '/api/events' });
    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      '',
    ]);
  });
});

describe('the end of a stream', () => {
  it('comes when the server of the application closes, which then returns', async () => {
    admin = await startAdmin();
    const handler = zenpulseAdmin({ database: `file:${admin.folder}/zenpulse.db`, stateDir: admin.stateDir });
    const server = createServer(express().use('/zenpulse', handler));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const reader = await follow((server.address() as AddressInfo).port); // listening on a port, so never a pipe's name
    await new Promise((resolve) => server.close(resolve));
    await reader.ended();
    await handler.close();
  });

  it('comes when the admin closes', async () => {
    admin = await startAdmin();
    const reader = await follow();
    await admin.handler.close();
    await reader.ended();
    expect((await admin.get('/api/events')).status).toBe(503);
  });
});

describe('who does not get a stream', () => {
  it('whoever may not enter', async () => {
    admin = await startAdmin({ options: { authorize: (request) => request.headers['x-user'] === 'ada' } });
    const refused = await admin.get('/api/events');
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'forbidden']);
    expect((await follow(admin.port, EVENTS, { 'x-user': 'ada' })).status).toBe(200);
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('the page of another site: %j', async (headers) => {
    admin = await startAdmin();
    const refused = await admin.get('/api/events', headers);
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'forbidden']);
  });

  it('one more than there may be in a process, until one ends', async () => {
    admin = await startAdmin();
    const first = await follow();
    await Promise.all(Array.from({ length: 199 }, () => follow()));
    const refused = await admin.get('/api/events');
    expect([refused.status, errorOf(refused).code, refused.headers['retry-after']]).toEqual([
      503,
      'too_many_streams',
      '60',
    ]);
    expect((await admin.get('/api/schedules')).status).toBe(200);
    first.close();
    let reader = await follow();
    while (reader.status !== 200) reader = await follow();
    await createdSchedule(admin, intervalBody('a'));
    await reader.until('revision');
  });

  it('a reader that does not listen holds up nobody', async () => {
    admin = await startAdmin();
    const [deaf, reader] = [await follow(), await follow()];
    deaf.pause();
    await createdSchedule(admin, intervalBody('a'));
    await reader.until('revision');
  });
});

describeOnServers('events', (database) => {
  it('tell of what another process writes: schedules, executions, reports', async () => {
    const { url } = database.place('events');
    admin = await startAdmin({ options: { database: url } });
    const settings = await resolveSettings({ database: url }, {}, admin.folder);
    await migrate(settings, systemClock, silentLogger);
    const writer = await connect(settings, systemClock, silentLogger);
    await admin.get('/api/schedules');
    const reader = await follow();
    const report = await writer.runners.open('runner-1');
    // Written again until it is seen: the first look may come after the first write.
    for (let round = 0; !reader.kinds().includes('executions'); round += 1) {
      await writer.executions.append([execution(`e-${round}`)]);
      await writer.runners.list();
    }
    for (let round = 0; !reader.kinds().includes('runners'); round += 1) {
      await report.write(runnerSnapshot({ problems: [`round ${round}`] }));
    }
    await createdSchedule(admin, intervalBody('a'));
    await reader.until('revision');
    await writer.close();
  });
});
