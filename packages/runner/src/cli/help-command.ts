import { Command } from 'commander';
import { usageError } from './command-error.ts';

/** `help [command…]` below a command; commander's own prints its whole help for an unknown name. */
export function helpCommand(parent: () => Command): Command {
  return new Command('help')
    .description('Shows the help of a command.')
    .argument('[command...]', 'such as "schedules add"')
    .action((names: readonly string[]) => {
      names.reduce(commandBelow, parent()).outputHelp();
    });
}

function commandBelow(parent: Command, name: string): Command {
  const found = parent.commands.find((each) => each.name() === name);
  if (found !== undefined) return found;
  const known = parent.commands.map((each) => each.name()).join(', ');
  throw usageError(
    known === ''
      ? `${parent.name()} has no commands of its own, got "${name}"`
      : `expected any of ${known}, got "${name}"`,
  );
}
