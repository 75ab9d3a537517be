import type { Command } from 'commander';
import { withReasonFlag, type ReasonFlag } from '../../input/change-author.ts';
import { namingSchedule, type VariantFlag } from '../../input/find-schedule.ts';
import { withExistingStore, type StoreFlags } from '../../open-store.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';
import { answer } from './answer.ts';
import { changeSchedule } from './change-schedule.ts';

const WORDS = {
  enable: { enabled: true, done: 'Enabled', description: 'Switches a schedule on, from now.' },
  disable: {
    enabled: false,
    done: 'Disabled',
    description: 'Switches a schedule off; what is running finishes.',
  },
} as const;

/** `zenpulse schedules enable` and `disable`. */
export function switchCommand(shell: Shell, verb: keyof typeof WORDS): Command {
  const { enabled, done, description } = WORDS[verb];
  const command = storeCommand(verb, description, [`zenpulse schedules ${verb} send_daily_report`]);
  return withReasonFlag(namingSchedule(command)).action(
    (name: string, flags: ReasonFlag & VariantFlag & StoreFlags & JsonFlag) =>
      withExistingStore(shell, flags, async (store) => {
        const { schedule, isChanged } = await changeSchedule(name, flags, { enabled }, store);
        await answer(isChanged ? done : 'Unchanged', schedule, store, shell, flags.json);
      }),
  );
}
