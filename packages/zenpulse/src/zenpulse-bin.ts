import { zenpulseMain } from '@zenpulse/runner';

await zenpulseMain(process.argv);
