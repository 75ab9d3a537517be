import type { Logger } from '../ports/index.ts';

export interface LogLine {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  readonly facts: Readonly<Record<string, unknown>>;
  readonly sentence: string;
}

/** A logger that collects its lines. */
export interface RecordingLogger extends Logger {
  readonly lines: readonly LogLine[];
}

export function createRecordingLogger(): RecordingLogger {
  const lines: LogLine[] = [];
  return { ...writerOf({}, lines), lines };
}

function writerOf(inherited: object, lines: LogLine[]): Logger {
  const at = (level: LogLine['level']) => (facts: object, sentence: string) => {
    lines.push({ level, facts: { ...inherited, ...facts }, sentence });
  };
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (facts) => writerOf({ ...inherited, ...facts }, lines),
  };
}
