import { kill } from './suites/kill.ts';
import { mix } from './suites/mix.ts';
import { proxy } from './suites/proxy.ts';
import { stop } from './suites/stop.ts';
import { terminate } from './suites/terminate.ts';

export const SUITES = { kill, stop, terminate, proxy, mix };
