// A process that contends for a lease. It takes orders from stdin and writes events to stdout as lines of JSON.
import { createInterface } from 'node:readline';
import { silentLogger, type Lease, type Logger } from '@zenpulse/core/ports';
import { createFileLeases } from '../src/file/file-leases.ts';
import { createFileJournalShelf } from '../src/file/file-journal-shelf.ts';
import { systemClock } from '../src/system-clock.ts';

interface Order {
  readonly do: 'contend' | 'stop' | 'journal' | 'journal, then rewrite';
  readonly stateDir: string;
  readonly runnerId: string;
  /** When to begin, by this machine's monotonic clock, so that several begin together. */
  readonly at?: number;
}

const CHECK_EVERY_MS = 2;
/** A gap this long means that the process was suspended. */
const STILL_MS = 500;

const logger: Logger = {
  ...silentLogger,
  warn: (facts, sentence) => say({ is: 'warned', sentence, facts: String(Object.values(facts)[0]) }),
};

let lease: Lease | null = null;
/** When the last look began that allowed a start. */
let allowedAt = 0;

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line) as Order;
  if (order.do === 'contend') contend(order);
  else if (order.do === 'stop') void stop();
  else void journal(order);
});
process.stdin.on('end', () => process.exit());
say({ is: 'up' });

function contend({ stateDir, runnerId, at = 0 }: Order): void {
  while (machineNow() < at); // closer together than timers could
  const own = createFileLeases({ stateDir, clock: systemClock, logger }).createLease(runnerId, 'locking');
  lease = own;
  own.start({
    onAcquired: (tenure) => say({ is: 'acquired', at: machineNow(), tenure }),
    onLost: (reason) => say({ is: 'lost', reason }),
    onWaiting: () => say({ is: 'waiting' }),
    processedUntil: async () => systemClock.now(),
  });
  check(own, false, machineNow());
}

/** Reports each change of its right to start, and the first check after it was suspended. */
function check(own: Lease, mightBefore: boolean, lookedAt: number): void {
  if (lease !== own) return;
  const at = machineNow();
  const may = own.mayStart(systemClock.now());
  if (may) allowedAt = at;
  const stoodStill = at - lookedAt > STILL_MS;
  if (may !== mightBefore || stoodStill)
    say({ is: may ? 'may start' : 'may not start', at, allowedAt, stoodStill });
  systemClock.setTimer(CHECK_EVERY_MS, () => check(own, may, at));
}

async function stop(): Promise<void> {
  const own = lease;
  lease = null;
  await own?.stop();
  say({ is: 'stopped', allowedAt });
}

/** Appends until that fails or the process is killed; a number is reported once the journal has all lines below it. */
async function journal(order: Order): Promise<void> {
  const shelf = createFileJournalShelf({ stateDir: order.stateDir, clock: systemClock, logger });
  const own = await shelf.open(order.runnerId);
  const write = (number: number): void => {
    if (own.append([`${number} ${'x'.repeat(200)}`, `${number + 1}`])) {
      if (number % 50 === 0) say({ is: 'written', number: number + 2 });
      setImmediate(write, number + 2);
    } else {
      const isRewritten = order.do !== 'journal' && own.rewrite(['rewritten']) && own.append(['after']);
      say({ is: 'full', number, isRewritten });
    }
  };
  write(0);
}

/** Milliseconds by a clock that all processes of a machine share. */
function machineNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function say(fact: object): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
}
