import '@zenpulse/runner/watchdog-thread';
