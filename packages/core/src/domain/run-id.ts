import { z } from 'zod';
import { expected } from './expected.ts';

const EXPECTED = expected('the id of a run: 1 to 64 letters, digits and any of "-_.:"');

/** The id of a run, as received from outside. */
export const runIdRule = z.string(EXPECTED).regex(/^[\w.:-]{1,64}$/, EXPECTED);
