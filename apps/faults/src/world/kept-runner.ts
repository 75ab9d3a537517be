import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readSync } from 'node:fs';
import { pause } from '../pause.ts';

export type RunnerState = 'starting' | 'standby' | 'active' | 'gone';

/** A runner process that ended. */
export interface Ended {
  readonly runner: string;
  readonly pid: number;
  readonly at: number;
  readonly how: string;
  /** True if this test caused it: killed, or asked to stop. */
  readonly isOurs: boolean;
}

/** A time in which a process was suspended. `until`: Infinity if it never continued. */
export interface Halt {
  readonly pid: number;
  readonly from: number;
  until: number;
}

export interface KeptRunnerOptions {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** The pause before a restart. */
  readonly restartMs: () => number;
}

/** The runner's log lines that show a change of its state. */
const STATES: readonly (readonly [RegExp, RunnerState])[] = [
  [/"msg":"This runner fires"/, 'active'],
  [/"msg":"Another runner holds the lease/, 'standby'],
  [/"msg":"The lease was lost/, 'standby'],
];

/** A runner under a process manager: a process that ends is restarted, until `stop`. */
export class KeptRunner {
  readonly name: string;
  readonly ended: Ended[] = [];
  readonly halts: Halt[] = [];
  readonly #options: KeptRunnerOptions;
  #child: ChildProcess | null = null;
  #log: number | null = null;
  #readUpTo = 0;
  #unread = '';
  #state: RunnerState = 'gone';
  #isStopped = true;
  #isDoomed = false;
  #isHalted = false;
  #life: Promise<void> = Promise.resolve();

  constructor(options: KeptRunnerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** True while it is stopped by SIGSTOP. */
  get isHalted(): boolean {
    return this.#isHalted;
  }

  /** The state according to its log. */
  get state(): RunnerState {
    this.#readLog();
    return this.#child === null ? 'gone' : this.#state;
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#life = this.#live();
  }

  kill(): void {
    if (this.#child === null) return;
    this.#isDoomed = true;
    this.note('SIGKILL');
    this.#child.kill('SIGKILL');
  }

  /** SIGSTOP: suspends the process. */
  halt(): void {
    if (this.#child === null || this.#isDoomed) return;
    if (!this.#isHalted) this.halts.push({ pid: this.pid ?? 0, from: Date.now(), until: Infinity });
    this.#isHalted = true;
    this.note('SIGSTOP');
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    if (this.#child === null || !this.#isHalted) return;
    this.#isHalted = false;
    const last = this.halts.at(-1);
    if (last !== undefined) last.until = Date.now();
    this.note('SIGCONT');
    this.#child.kill('SIGCONT');
  }

  /** SIGTERM, once: a second one would end it at once. Its process manager restarts it. */
  ask(): void {
    if (this.#child === null || this.#isDoomed) return;
    this.#isDoomed = true;
    this.note('SIGTERM');
    this.#child.kill('SIGTERM');
  }

  /** Stops it for good. Resolves to null if it ended properly, otherwise to what went wrong. */
  async stop(withinMs = 60_000): Promise<string | null> {
    this.#isStopped = true;
    this.resume();
    this.ask();
    const isInTime = await Promise.race([this.#life.then(() => true), pause(withinMs).then(() => false)]);
    if (isInTime) return null;
    this.kill();
    await this.#life;
    return `${this.name} did not stop within ${withinMs} ms of SIGTERM`;
  }

  async destroy(): Promise<void> {
    this.#isStopped = true;
    this.kill();
    await this.#life;
    if (this.#log !== null) closeSync(this.#log);
    this.#log = null;
  }

  note(text: string): void {
    appendFileSync(this.#options.logFile, `### ${new Date().toISOString()} ${this.pid ?? '-'} ${text}\n`);
  }

  async #live(): Promise<void> {
    while (!this.#isStopped) {
      await this.#once();
      if (!this.#isStopped) await pause(this.#options.restartMs());
    }
  }

  async #once(): Promise<void> {
    const { command, cwd, env, logFile, name } = this.#options;
    this.#readLog();
    this.#state = 'starting';
    this.#isDoomed = false;
    this.#isHalted = false;
    this.#log ??= openSync(logFile, 'a+');
    const [program, ...args] = command;
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', this.#log, this.#log] });
    this.#child = child;
    const pid = child.pid ?? 0;
    this.note('started');
    const how = await new Promise<string>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('close', (code, signal) => resolve(signal ?? `exit ${code}`));
    });
    this.note(`ended: ${how}`);
    this.#child = null;
    this.ended.push({ runner: name, pid, at: Date.now(), how, isOurs: this.#isDoomed && how !== 'exit 1' });
  }

  #readLog(): void {
    if (this.#log === null) return;
    const buffer = Buffer.alloc(65_536);
    for (;;) {
      const length = readSync(this.#log, buffer, 0, buffer.length, this.#readUpTo);
      if (length === 0) return;
      this.#readUpTo += length;
      const lines = (this.#unread + buffer.toString('utf8', 0, length)).split('\n');
      this.#unread = lines.pop() ?? '';
      for (const line of lines) {
        for (const [pattern, state] of STATES) if (pattern.test(line)) this.#state = state;
      }
    }
  }
}
