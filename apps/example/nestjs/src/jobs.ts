// The job module for the runner: it has its own Nest context, without an HTTP server.
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { zenpulseJob, type OnStop } from 'zenpulse';
import { AppModule } from './app.module';
import { Invoices } from './invoices';

let context: Promise<INestApplicationContext> | undefined;
const services = () => (context ??= NestFactory.createApplicationContext(AppModule));

zenpulseJob('invoices.remind', { every: '5 seconds', logPolicy: 'all' }, async ({ signal }) =>
  (await services()).get(Invoices).remind(signal),
);

/** Called when the runner stops; closes the context. */
export const onStop: OnStop = async () => (await context)?.close();
