import { Module } from '@nestjs/common';
import { Invoices } from './invoices';

@Module({ providers: [Invoices] })
export class AppModule {}
