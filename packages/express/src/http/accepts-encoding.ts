import type { IncomingMessage } from 'node:http';

/** True if the browser accepts this content coding; `q=0` means that it does not. */
export function acceptsEncoding({ headers }: IncomingMessage, coding: 'br' | 'gzip'): boolean {
  const weights = new Map<string, number>();
  for (const part of String(headers['accept-encoding'] ?? '').split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const weight = /^q=([\d.]+)$/.exec(parameters.find((text) => text.startsWith('q=')) ?? '')?.[1];
    weights.set(name, weight === undefined ? 1 : Number(weight));
  }
  return (weights.get(coding) ?? weights.get('*') ?? 0) > 0;
}
