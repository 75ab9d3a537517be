export { serveOneRun } from '@zenpulse/runner/job-thread';
