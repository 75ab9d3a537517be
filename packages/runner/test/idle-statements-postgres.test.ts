import { describeOnPostgres } from '@zenpulse/store/testing/servers';
import { idleStatements } from './idle-statements.ts';

describeOnPostgres('PostgreSQL: what idle runners send', idleStatements);
