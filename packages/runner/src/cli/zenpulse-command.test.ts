import { scheduleFields } from '@zenpulse/core/domain';
import { FakeClock } from '@zenpulse/core/testing';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { problemsInFlags } from './input/checked-fields.ts';
import type { Shell } from './shell.ts';
import { zenpulseCommand } from './zenpulse-command.ts';

const shell: Shell = {
  clock: new FakeClock(),
  env: {},
  cwd: '/',
  hasColor: false,
  canAsk: false,
  print: () => undefined,
  remark: () => undefined,
  ask: () => Promise.resolve(''),
  aside: (work) => work(),
  interruption: () => new AbortController().signal,
};

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

describe('every command', () => {
  const commands = leaves(zenpulseCommand(shell)).filter((command) => command.name() !== 'help');

  it('is one of these', () => {
    expect(commands.map((command) => command.name())).toEqual([
      'status',
      'migrate',
      'jobs',
      'list',
      'add',
      'set',
      'enable',
      'disable',
      'pause',
      'resume',
      'skip',
      'move',
      'remove',
      'list',
      'set',
      'delete',
      'pause',
      'resume',
      'revert',
      'next',
      'check',
      'run',
      'cancel',
      'logs',
      'errors',
      'list',
      'create',
      'revoke',
      'prune',
      'export',
      'import',
      'prisma',
    ]);
  });

  it.each(commands.map((command) => [command.name(), command] as const))(
    '%s answers in JSON, takes a database, and shows how it is used',
    (_name, command) => {
      const help = helpOf(command);
      expect(help).toContain('--json');
      expect(help).toContain('--database <url>');
      expect(help).toMatch(/\nExamples?:\n {2}\$ zenpulse /);
    },
  );

  it('is shown by an example that it understands', () => {
    for (const command of commands) {
      const known = new Set(command.options.flatMap(({ long }) => long ?? []));
      const flags = helpOf(command)
        .split(/Examples?:/)[1]
        ?.match(/--[a-z-]+/g);
      expect((flags ?? []).filter((flag) => !known.has(flag))).toEqual([]);
    }
  });
});

it('zenpulse schedules add takes the flag of each field', () => {
  const add = leaves(zenpulseCommand(shell)).find((command) => command.name() === 'add');
  const known = new Set(add?.options.flatMap(({ long }) => long ?? []));
  const flags = Object.keys(scheduleFields).flatMap(
    (path) => problemsInFlags([{ path, message: '' }]).match(/--[a-z-]+/g) ?? [],
  );
  expect(flags).toContain('--note');
  expect(flags.filter((flag) => !known.has(flag))).toEqual([]);
});

describe('the help of zenpulse schedules', () => {
  it('shows what it takes when it stands alone, which is what list takes', () => {
    const schedules = zenpulseCommand(shell).commands.find((command) => command.name() === 'schedules');
    const help = helpOf(schedules ?? new Command());
    for (const flag of ['--json', '--database <url>', '--search <text>'])
      expect(help).toContain(`\n  ${flag} `);
  });
});

it('the help of zenpulse has examples that it understands', () => {
  const command = zenpulseCommand(shell);
  const examples = [...helpOf(command).matchAll(/^ {2}\$ zenpulse (\S+)/gm)].map(([, name]) => name);
  expect(examples.length).toBeGreaterThan(3);
  const names = command.commands.map((each) => each.name());
  expect(examples.filter((name) => !names.includes(name ?? ''))).toEqual([]);
});
