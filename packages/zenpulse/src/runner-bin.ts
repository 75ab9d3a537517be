import { runnerMain } from '@zenpulse/runner';

await runnerMain(process.argv);
