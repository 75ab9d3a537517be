import { show } from '@zenpulse/core/domain';
import { SettingsError } from '@zenpulse/store';

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Nobody else's business unless somebody says so: metrics name the jobs. */
const LOOPBACK = '127.0.0.1';
const MAX_PORT = 65_535;

/**
 * Reads `9090` (this machine only), `0.0.0.0:9090`, `[::]:9090` or `name:9090`; port 0 takes any that is free. Throws a
 * SettingsError.
 */
export function listenAddress(given: number | string): ListenAddress {
  const [, bracketed, name, digits] =
    /^(?:(?:\[([^[\]]+)\]|([^\s:[\]/]+)):)?(\d{1,5})$/.exec(String(given)) ?? [];
  const port = Number(digits);
  if (digits !== undefined && port <= MAX_PORT) return { host: bracketed ?? name ?? LOOPBACK, port };
  throw new SettingsError(
    `http: expected a port from 0 to ${MAX_PORT}, or an address and a port such as 0.0.0.0:9090, got ${show(given)}`,
  );
}

/** As it is typed and shown. */
export function addressText({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
