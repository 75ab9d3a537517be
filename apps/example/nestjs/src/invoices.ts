import { Injectable, Logger } from '@nestjs/common';

@Injectable()
export class Invoices {
  readonly #logger = new Logger(Invoices.name);

  async remind(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    this.#logger.log('reminders would go out now');
    return 'reminded';
  }
}
