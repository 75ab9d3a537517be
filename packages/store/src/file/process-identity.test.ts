import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../testing/until.ts';
import {
  identifyProcess,
  isGone,
  isProvenDead,
  isSameBoot,
  parseIdentity,
  type ProcessIdentity,
} from './process-identity.ts';

const isLinux = process.platform === 'linux';
const me = identifyProcess('me');

describe('the identity of a process', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** A process with a name that would break a simple parser of /proc. */
  const startChild = async (): Promise<{ child: ChildProcess; identity: ProcessIdentity }> => {
    const script = `process.title = 'a ) R 1 (b'; process.stdout.write('up'); setInterval(() => undefined, 1_000)`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    await once(child.stdout, 'data');
    return { child, identity: { ...me, pid: child.pid ?? 0, startedTicks: null } };
  };

  it('names this process, which lives', () => {
    expect(me).toMatchObject({ runnerId: 'me', pid: process.pid });
    expect([isProvenDead(me), isGone(me)]).toEqual([false, false]);
    expect(parseIdentity(JSON.parse(JSON.stringify(me)))).toEqual(me);
  });

  it.runIf(isLinux)('knows its boot, its pid namespace and its start', () => {
    expect(me.bootId).toMatch(/^[0-9a-f-]{36}$/);
    expect(me.pidNamespace).toMatch(/^pid:\[\d+\]$/);
    expect(me.startedTicks).toBeGreaterThan(0);
    expect(isSameBoot(me)).toBe(true);
  });

  it.runIf(isLinux)(
    'is proven dead when its process was killed, but not while it is only suspended',
    async () => {
      const { child, identity } = await startChild();
      child.kill('SIGSTOP');
      expect([isProvenDead(identity), isGone(identity)]).toEqual([false, false]);
      child.kill('SIGKILL');
      await until(() => isProvenDead(identity));
      expect(isGone(identity)).toBe(true);
    },
  );

  it.runIf(isLinux)('is proven dead when its pid is now another process', () => {
    expect(isProvenDead({ ...me, startedTicks: (me.startedTicks ?? 0) - 1 })).toBe(true);
  });

  it.runIf(isLinux)('is proven dead as a zombie, whose parent has not looked yet', async () => {
    // `sleep` never waits for the child that the shell left it.
    const shell = spawn('/bin/sh', ['-c', 'sh -c "exit 0" & echo $!; exec sleep 60']);
    children.push(shell);
    const [chunk] = (await once(shell.stdout, 'data')) as [Buffer];
    const pid = Number(chunk.toString());
    await until(() => isProvenDead({ ...me, pid, startedTicks: null }));
  });

  it('is gone after a restart of its machine; a process elsewhere is not', () => {
    const before = { ...me, bootId: 'another boot', pid: 1 };
    expect([isProvenDead(before), isSameBoot(before)]).toEqual([false, false]);
    expect(isGone(before)).toBe(isLinux);
    expect(isGone({ ...before, hostname: 'elsewhere' })).toBe(false);
  });

  it('in another pid namespace is not judged: its pid means something else there', () => {
    const other = { ...me, pidNamespace: 'pid:[1]', pid: 2 ** 22 + 1 };
    expect([isProvenDead(other), isGone(other)]).toEqual([false, false]);
  });

  it.each([null, 'x', {}, { ...me, pid: 0 }, { ...me, pid: -1 }, { ...me, pid: 1.5 }, { ...me, bootId: 7 }])(
    'is not read from %j',
    (value) => {
      expect(parseIdentity(value)).toBeNull();
    },
  );
});
