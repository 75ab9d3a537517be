// The application; the admin is middleware of the Express adapter.
import { NestFactory } from '@nestjs/core';
import { zenpulseAdmin } from 'zenpulse';
import { AppModule } from './app.module';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  app.use('/zenpulse', zenpulseAdmin());
  await app.listen(process.env['PORT'] ?? 3000, '127.0.0.1');
  console.log(`listening at ${await app.getUrl()}.`);
}

void main();
