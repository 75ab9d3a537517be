import { hearSignals } from '@zenpulse/runner/hear-signals';
import { createProcessEnd } from '@zenpulse/runner/process-end';

// Created before anything else is loaded, which takes half a second: a signal meanwhile ends the process properly.
const end = createProcessEnd({ program: 'zenpulse-runner', foreignCode: 70, neverLoadedCode: 2 });
const signals = hearSignals(end.leave);

const { runnerMain } = await import('@zenpulse/runner/main');
await runnerMain(process.argv, { end, signals });
