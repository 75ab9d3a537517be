import type { ExecutionPage, SchedulePage } from '@zenpulse/contract';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemo, type Demo } from './demo.ts';

const SOON = { timeout: 20_000 };

describeOnServers('the demo', (database) => {
  const place = database.place('demo');
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo(place.url);
  });
  afterAll(() => demo.stop());

  const api = async <T>(path: string, method = 'GET', body?: object): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await (await fetch(`${demo.url}api/${path}`, { method, headers, ...json })).json()) as T;
  };
  const executions = async () => (await api<ExecutionPage>('executions?jobKey=check_memory')).items;

  it('makes its tables, and the admin shows what the runner made of the code', async () => {
    expect(demo.output()).toContain('applied 0001_initial\n');
    expect(demo.output()).toContain(`The tables in ${place.label} are up to date`);
    const { items } = await api<SchedulePage>('schedules');
    expect(items.length).toBeGreaterThan(2);
    expect(items.every(({ registered }) => registered)).toBe(true);
  });

  it('changes a job from 30 s to 1 s, and runs it by hand, with no restart', async () => {
    const [schedule] = (await api<SchedulePage>('schedules?search=check_memory')).items;
    await api(`schedules/${schedule?.id}`, 'PATCH', { version: schedule?.version, intervalValue: 1 });
    await expect.poll(async () => (await executions()).length, SOON).toBeGreaterThan(3);
    const { runId } = await api<{ runId: string }>(`schedules/${schedule?.id}/run`, 'POST');
    const own = async () => (await executions()).find(({ id }) => id === runId);
    await expect.poll(async () => (await own())?.status, SOON).toMatch(/success|skipped/);
  });

  it('does not show the address with its user anywhere', async () => {
    const info = await api<{ database: string }>('info');
    expect(info.database).toBe(place.label);
    expect(demo.output()).not.toMatch(/(?:postgresql|mysql):\/\//);
  });
});
