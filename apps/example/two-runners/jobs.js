import { zenpulseJob } from 'zenpulse';

zenpulseJob('tick', { every: '1 second', logPolicy: 'all' }, () => undefined);
