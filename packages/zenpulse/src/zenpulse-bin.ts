import { createProcessEnd } from '@zenpulse/runner/process-end';

const end = createProcessEnd({ program: 'zenpulse', foreignCode: 1, neverLoadedCode: 2 });

// Imported separately, so that commands do not load the runner.
const { zenpulseMain } = await import('@zenpulse/runner/zenpulse');
await zenpulseMain(process.argv, end);
