import { createProcessEnd } from '@zenpulse/runner/process-end';

const end = createProcessEnd({ program: 'zenpulse', foreignCode: 1, neverLoadedCode: 2 });

// A runner and what it loads stay out of the commands.
const { zenpulseMain } = await import('@zenpulse/runner/zenpulse');
await zenpulseMain(process.argv, end);
