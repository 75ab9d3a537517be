import { createInterface } from 'node:readline/promises';
import { visibleText } from '@zenpulse/core/domain';
import { systemClock } from '@zenpulse/store';
import type { Shell } from './shell.ts';

/** The shell of this process. */
export function createProcessShell(): Shell {
  const { env, stdin, stdout, stderr } = process;
  let interruption: AbortSignal | null = null;
  return {
    clock: systemClock,
    env,
    cwd: process.cwd(),
    hasColor: stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    canAsk: stdin.isTTY && stderr.isTTY,
    // Text from a database may contain characters that reverse a line's direction; they are escaped, which JSON reads
    // as the same text.
    print: (text) => void stdout.write(`${visibleText(text)}\n`),
    remark: (text) => void stderr.write(`${visibleText(text)}\n`),
    ask: async (question) => {
      const prompt = createInterface({ input: stdin, output: stderr });
      try {
        return await prompt.question(question);
      } finally {
        prompt.close();
      }
    },
    aside: async (work) => {
      const write = stdout.write;
      stdout.write = stderr.write.bind(stderr);
      try {
        return await work();
      } finally {
        stdout.write = write;
      }
    },
    interruption: () => (interruption ??= hearInterruption()),
  };
}

function hearInterruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
