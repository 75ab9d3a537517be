import { createProcessEnd } from '@zenpulse/runner/process-end';

const end = createProcessEnd({ program: 'zenpulse', foreignCode: 1, neverLoadedCode: 2 });

const { zenpulseMain } = await import('@zenpulse/runner');
await zenpulseMain(process.argv, end);
