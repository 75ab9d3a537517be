import { describeOnMysql } from '@zenpulse/store/testing/servers';
import { idleStatements } from './idle-statements.ts';

describeOnMysql('MySQL: what idle runners send', idleStatements);
