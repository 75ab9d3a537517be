/** What the tests use of `contender-process.mjs`, which is plain JavaScript for `stampede.mjs`. */
declare module '*/contender-process.mjs' {
  import type { ChildProcess } from 'node:child_process';
  import type { Tenure } from '@zenpulse/core/ports';

  /** What a contender told; see `contender.ts`. Instants by `machineNow`. */
  export interface Fact {
    readonly is: string;
    readonly at?: number;
    /** When the last look began that allowed a start. */
    readonly allowedAt?: number;
    /** It had not looked for a while before. */
    readonly stoodStill?: boolean;
    readonly tenure?: Tenure;
    readonly number?: number;
    readonly isRewritten?: boolean;
  }

  export interface Contender {
    readonly child: ChildProcess;
    readonly told: readonly Fact[];
    heard(test: (fact: Fact) => boolean, from?: number): Promise<Fact>;
    readonly ended: Promise<void>;
    order(order: {
      readonly do: string;
      readonly stateDir?: string;
      readonly runnerId?: string;
      readonly at?: number;
    }): void;
    end(signal?: NodeJS.Signals): Promise<void>;
  }

  export function buildContender(): Promise<string>;
  export function startContender(
    file: string,
    options?: { readonly prefix?: readonly string[] },
  ): Promise<Contender>;
  export function machineNow(): number;
}
