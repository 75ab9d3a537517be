import type { ExecutionDto } from '@zenpulse/contract';

type ThrownTexts = Pick<ExecutionDto, 'exceptionType' | 'exceptionMessage' | 'traceback'>;

/** "TypeError: x is not a function" */
export function errorTitle({ exceptionType, exceptionMessage }: ThrownTexts): string {
  return [exceptionType ?? 'Error', exceptionMessage]
    .filter((text) => text !== null && text !== '')
    .join(': ');
}

/** The stack without the message at its beginning, which the page shows above it. */
export function framesOf(thrown: ThrownTexts): string {
  const { exceptionMessage, traceback } = thrown;
  if (traceback === null) return '';
  const heads = [errorTitle(thrown), exceptionMessage ?? ''].filter((head) => head !== '');
  const end = heads.map((head) => endOfHead(traceback, head)).find((at) => at !== null);
  return end === undefined || end === null ? traceback : traceback.slice(end).replace(/^\r?\n/, '');
}

/** Where the stack continues after `head`, which may follow the name of a subclass: "AxiosError [Code]: head". */
function endOfHead(traceback: string, head: string): number | null {
  const at = traceback.indexOf(head);
  const isFirst = at !== -1 && !traceback.slice(0, at).includes('\n');
  return isFirst ? at + head.length : null;
}

/** The frames of the application's own code, in their order; empty if all are, or none is. */
export function applicationFrames(frames: string): string {
  const lines = frames.split('\n').filter((line) => line.trim() !== '');
  const own = lines.filter((line) => /^\s*at /.test(line) && !FOREIGN.test(line));
  return own.length === lines.length ? '' : own.join('\n');
}

/** Frames of packages and of Node itself. */
const FOREIGN = /node_modules|\bnode:|\binternal\/|<anonymous>/;
