import { inputIssues, runIdRule } from '@zenpulse/core/domain';
import { requestCancel } from '@zenpulse/store';
import type { Command } from 'commander';
import { usageError } from '../command-error.ts';
import { authorOf } from '../input/change-author.ts';
import { hasLivingRunner } from '../has-living-runner.ts';
import { withStore, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

/** `zenpulse cancel`: asks the runners to end a run. The outcome is in its execution. */
export function cancelCommand(shell: Shell): Command {
  return storeCommand('cancel', 'Asks the runners to end a run, or to give it up while it waits.', [
    'zenpulse cancel 01991a2b-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  ])
    .argument('<run-id>', 'as the runners page and `zenpulse run --no-wait` show it')
    .action((typed: string, flags: StoreFlags & JsonFlag) => {
      const runId = checkedRunId(typed);
      return withStore(shell, flags, async ({ backend }) => {
        await requestCancel(runId, backend, backend.clock);
        await backend.changeRecords.add({ action: 'cancel', after: { runId } }, authorOf({}));
        if (!(await hasLivingRunner(backend)))
          shell.remark('note: no runner is alive; the next one finds it');
        if (flags.json) printJson(shell, { runId });
        else shell.print(`Cancelling ${runId}.`);
      });
    });
}

function checkedRunId(typed: string): string {
  const parsed = runIdRule.safeParse(typed);
  if (parsed.success) return parsed.data;
  throw usageError(`run-id: ${inputIssues(parsed.error)[0]?.message ?? ''}`);
}
