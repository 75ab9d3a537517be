import type { Host } from './host.ts';

/** An application tested with Jest: the admin, a store, a test runner and a real runner inside its VM. */
export function jestHost(version: string, express = '^5.0.0'): Host {
  const jest = (...args: string[]): [string, ...string[]] => ['jest', '--testEnvironment', 'node', ...args];
  const hasEsModules = Number(version) >= 30;
  return {
    name: `Jest ${version}`,
    dependencies: { jest: `^${version}.0.0`, express },
    files: {
      'zenpulse.config.js': "module.exports = { database: 'file:./of-the-config.db' };\n",
      'required.test.js': `const express = require('express');
const { existsSync } = require('fs');
const http = require('http');
const zenpulse = require('zenpulse');
const sub = require('zenpulse/express');
const { createTestRunner } = require('zenpulse/testing');
${SUITE}`,
      'imported.test.mjs': `import express from 'express';
import { existsSync } from 'node:fs';
import http from 'node:http';
import * as zenpulse from 'zenpulse';
import * as sub from 'zenpulse/express';
import { createTestRunner } from 'zenpulse/testing';
${SUITE}`,
    },
    trials: [
      { name: 'require', commands: [jest('required')] },
      ...(hasEsModules
        ? [
            {
              name: 'import (its ESM mode)',
              commands: [jest('--testMatch', '**/imported.test.mjs')],
              env: { NODE_OPTIONS: '--experimental-vm-modules' },
            },
          ]
        : []),
    ],
  };
}

// Without fetch, which older versions of Jest do not provide.
const SUITE = `
const textOf = (address) => new Promise((done, fail) => {
  http.get(address, async (response) => {
    let text = '';
    for await (const chunk of response) text += chunk;
    done(text);
  }).on('error', fail);
});
let server;
afterAll(() => new Promise((done) => server.close(done)));

test('one copy', () => expect(sub.zenpulseAdmin).toBe(zenpulse.zenpulseAdmin));

test('a job on fake time', async () => {
  const minutely = { triggerType: 'interval', intervalValue: 1, intervalUnit: 'minutes' };
  zenpulse.zenpulseJob('poll', minutely, () => undefined);
  const runner = createTestRunner();
  await runner.advance('10 minutes');
  expect(runner.runs('poll')).toHaveLength(10);
  await runner.stop();
});

test('a store where the configuration says', async () => {
  const store = await zenpulse.connectStore();
  await store.save({ jobKey: 'mail', triggerType: 'cron', cronMinute: '0' });
  expect(await store.list()).toHaveLength(1);
  expect(existsSync('of-the-config.db')).toBe(true);
  await store.close();
}, 60000);

test('the admin, its page and its API', async () => {
  const app = express();
  app.use('/zenpulse', zenpulse.zenpulseAdmin());
  server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const base = 'http://127.0.0.1:' + server.address().port + '/zenpulse';
  const answers = await Promise.all(['/', '/api/schedules'].map((path) => textOf(base + path)));
  expect(answers[0]).toContain('assets/');
  expect(JSON.parse(answers[1]).items).toEqual(expect.any(Array));
}, 60000);

test('a runner', async () => {
  let runs = 0;
  const ran = new Promise((done) => {
    const everySecond = { triggerType: 'interval', intervalValue: 1, intervalUnit: 'seconds' };
    zenpulse.zenpulseJob('tick', everySecond, () => { runs += 1; if (runs === 2) done(); });
  });
  const runner = zenpulse.createRunner({ database: 'file:./of-the-runner.db', syncEvery: 1 });
  await runner.start();
  await ran;
  await runner.stop();
}, 60000);
`;
