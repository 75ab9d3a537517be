import { MessageChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { ThrownDescription } from '@zenpulse/core/domain';
import type { Clock, ThreadCall, ThreadEvents, ThreadSeat, Timer } from '@zenpulse/core/ports';
import type { Piscina } from 'piscina';
import { lostThread } from './lost-thread.ts';
import type { FromThread, ThreadTask, ToThread } from './thread-messages.ts';

/** Starting a thread and loading the job modules takes less time, unless something is wrong. */
const LOAD_MS = 60_000;
/** A thread is free sooner than this after its run, unless the job broke it. */
const FREE_MS = 1_000;

/** A task of the pool, for one run: it waits in its thread for its run. */
export class PooledSeat implements ThreadSeat {
  readonly released: Promise<void>;
  readonly #clock: Clock;
  readonly #port: MessagePort;
  readonly #ending = new AbortController();
  readonly #onReady: () => void;
  #patience: Timer;
  #isLoading = true;
  #events: ThreadEvents | null = null;
  /** Why it cannot run anything. */
  #problem: ThrownDescription | null = null;

  constructor(pool: Piscina, clock: Clock, onReady: () => void) {
    const { port1, port2 } = new MessageChannel();
    this.#clock = clock;
    this.#port = port1;
    this.#onReady = onReady;
    port1.on('message', (message: FromThread) => this.#hear(message));
    this.#patience = clock.setTimer(LOAD_MS, () =>
      this.fail(new Error(`expected the job modules to be loaded within ${LOAD_MS / 1000} s`)),
    );
    const task: ThreadTask = { port: port2 };
    const signal = this.#ending.signal;
    this.released = pool.run(task, { transferList: [port2], signal }).then(
      () => this.#release(new Error('the thread ended without reporting the end of the run')),
      (error: unknown) => this.#release(error),
    );
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  /** Called if no thread is available for it. */
  fail(error: unknown): void {
    this.#problem ??= lostThread(error, this.#isLoading);
    this.terminate();
    this.#ready();
  }

  run(call: ThreadCall, events: ThreadEvents): void {
    this.#events = events;
    if (this.#problem === null) this.#say({ kind: 'run', call });
    else this.#end(this.#problem);
  }

  abort({ name, message }: Pick<Error, 'name' | 'message'>): void {
    this.#say({ kind: 'abort', reason: { name, message } });
  }

  terminate(): void {
    this.#ending.abort();
  }

  leave(): void {
    if (this.#events === null) this.#say({ kind: 'leave' });
  }

  #say(message: ToThread): void {
    this.#port.postMessage(message);
  }

  #hear(message: FromThread): void {
    switch (message.kind) {
      case 'ready':
        this.#ready();
        return;
      case 'unfit':
        this.#problem = message.thrown;
        this.terminate(); // the next run gets a new thread
        this.#ready();
        return;
      case 'line':
        this.#events?.onLine(message.level, message.text);
        return;
      case 'flood':
        this.#events?.onFlood(message.lines, message.skipped);
        return;
      case 'progress':
        this.#events?.onProgress(message.done, message.total);
        return;
      case 'end':
        this.#end(message.thrown);
        this.#patience = this.#clock.setTimer(FREE_MS, () => this.terminate());
    }
  }

  #ready(): void {
    if (!this.#isLoading) return;
    this.#isLoading = false;
    this.#patience.cancel();
    this.#onReady();
  }

  #end(thrown: ThrownDescription | null): void {
    this.#events?.onEnd(thrown);
    this.#events = null;
  }

  /** Messages that the thread sent before it ended may still be pending. */
  #release(error: unknown): void {
    for (let next = receiveMessageOnPort(this.#port); next !== undefined;) {
      this.#hear(next.message as FromThread); // only `job-thread.ts` has the other end
      next = receiveMessageOnPort(this.#port);
    }
    this.#patience.cancel();
    this.#port.close();
    if (this.#isLoading) this.fail(error);
    else this.#end(this.#problem ?? lostThread(error));
  }
}
