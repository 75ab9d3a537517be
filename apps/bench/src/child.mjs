// A measurement in its own process: `measureApart` in the parent and `answer` in the child, in the same file.
import { fork } from 'node:child_process';

/** Forks `file` with a task and resolves to its answer; to null if the child died (for example out of memory). */
export function measureApart(file, task, nodeOptions = []) {
  return new Promise((resolve) => {
    const child = fork(file, [JSON.stringify(task)], {
      execArgv: nodeOptions,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let result = null;
    child.on('message', (message) => (result = message));
    child.on('close', () => resolve(result));
  });
}

export const isChild = process.send !== undefined;

/** Measures what the parent asked for, answers, and exits with all its timers. */
export async function answer(measure) {
  const result = await measure(JSON.parse(process.argv[2]));
  process.send(result, () => process.exit(0));
}
