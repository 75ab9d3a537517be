import type { Logger } from '@zenpulse/core/ports';

/** The common part of the drivers' adapters. */
interface AdapterFactory {
  connect(): Promise<Adapter>;
}

interface Adapter {
  queryRaw(query: Statement): Promise<unknown>;
  executeRaw(query: Statement): Promise<unknown>;
  executeScript(script: string): Promise<void>;
}

interface Statement {
  readonly sql: string;
}

/** Logs each statement at `trace`, so that a process's statements can be counted. */
export function tracedAdapter<Factory extends AdapterFactory>(factory: Factory, logger: Logger): Factory {
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const { queryRaw, executeRaw, executeScript } = adapter;
    adapter.queryRaw = (query) => {
      logger.trace({ sql: query.sql }, 'SQL');
      return queryRaw.call(adapter, query);
    };
    adapter.executeRaw = (query) => {
      logger.trace({ sql: query.sql }, 'SQL');
      return executeRaw.call(adapter, query);
    };
    adapter.executeScript = (script) => {
      logger.trace({ sql: script }, 'SQL');
      return executeScript.call(adapter, script);
    };
    return adapter;
  };
  return factory;
}
