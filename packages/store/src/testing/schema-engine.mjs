#!/usr/bin/env node
// Prisma's schema engine on PostgreSQL, for tests that run the real `prisma migrate dev` and `db push`. The CLI starts a
// binary that is downloaded from outside of the registry; this starts the same engine, which the registry has as WASM, and
// passes on the CLI's requests: a line of JSON-RPC each. Named by PRISMA_SCHEMA_ENGINE_BINARY.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

const require = createRequire(import.meta.url);
const { Result } = require('pg');
/** PostgreSQL's type "char", of its catalogue, which the adapter does not know; and text with a fixed length. */
const CHAR = 18;
const BPCHAR = 1042;

const [datasource = '{}'] = valuesOf('--datasource');
const { url } = JSON.parse(datasource);
if (process.argv.includes('cli')) process.exit(0); // "can-connect-to-database": whoever asks connects next

readCatalogue();
const engine = await startEngine();
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...(await answerTo(method, params)) })}\n`);
}
process.exit();

async function answerTo(method, params) {
  try {
    const result = await engine[method === 'getDatabaseVersion' ? 'version' : method](params);
    return { result: result ?? {} };
  } catch (error) {
    const { message } = error;
    return { error: { code: 4466, message, data: { message, is_panic: false, error_code: error.code } } };
  }
}

async function startEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
  const wasm = require
    .resolve('@prisma/schema-engine-wasm')
    .replace('schema_engine.js', 'schema_engine_bg.wasm');
  const imports = { './schema_engine_bg.js': bindings };
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), imports);
  bindings.__wbg_set_wasm(instance.exports); // oxlint-disable-line eslint/no-underscore-dangle -- the library's own name
  instance.exports.__wbindgen_start(); // oxlint-disable-line eslint/no-underscore-dangle -- the library's own name
  const files = valuesOf('--datamodels').map((file) => [file, readFileSync(file, 'utf8')]);
  const adapter = bindMigrationAwareSqlAdapterFactory(factory(connectionTo(url)));
  const datamodels = files.length > 0 ? files : undefined;
  return bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter);
}

function factory(connection) {
  const made = new PrismaPg(connection);
  const connect = made.connect.bind(made);
  made.connect = async () => readingChars(await connect());
  // The adapter's own drops the database before its connections are closed.
  made.connectToShadowDb = async () => {
    const main = await made.connect();
    const database = `prisma_migrate_shadow_db_${randomUUID()}`;
    await main.executeScript(`CREATE DATABASE "${database}"`);
    const shadow = await factory({ ...connection, database }).connect();
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await main.executeScript(`DROP DATABASE "${database}"`);
      await main.dispose();
    };
    return shadow;
  };
  return made;
}

/** The engine wants a character where the catalogue has a constraint's type. */
function readingChars(adapter) {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const answer = await queryRaw(query);
    const typeOf = (type, index) =>
      answer.columnNames[index] === 'constraint_type' ? ColumnTypeEnum.Character : type;
    return { ...answer, columnTypes: answer.columnTypes.map(typeOf) };
  };
  return adapter;
}

function readCatalogue() {
  const { addFields } = Result.prototype;
  Result.prototype.addFields = function (fields) {
    for (const field of fields) if (field.dataTypeID === CHAR) field.dataTypeID = BPCHAR;
    addFields.call(this, fields);
  };
}

/** In parts: of an address the driver would take the database, for the shadow too. */
function connectionTo(address) {
  const { hostname: host, port, username, password, pathname } = new URL(address);
  const user = decodeURIComponent(username);
  return {
    host,
    port: Number(port || 5432),
    user,
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  };
}

function valuesOf(flag) {
  return process.argv.flatMap((argument, index) => (argument === flag ? [process.argv[index + 1]] : []));
}
