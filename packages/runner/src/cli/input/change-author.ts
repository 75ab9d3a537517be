import { userInfo } from 'node:os';
import { changeReason, inputIssues, type ChangeAuthor } from '@zenpulse/core/domain';
import type { Command } from 'commander';
import { usageError } from '../command-error.ts';

export interface ReasonFlag {
  readonly reason?: string;
}

export function withReasonFlag(command: Command): Command {
  return command.option('--reason <text>', 'why, for the record of changes');
}

/** The author of changes made here: the user of the operating system. */
export function authorOf({ reason }: ReasonFlag): ChangeAuthor {
  return { actor: userName(), origin: 'cli', reason: checkedReason(reason) };
}

function checkedReason(typed: string | undefined): string | null {
  const parsed = changeReason.safeParse(typed ?? null);
  if (parsed.success) return parsed.data;
  throw usageError(`--reason: ${inputIssues(parsed.error)[0]?.message ?? ''}`);
}

/** Null in a container whose user has no name. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
