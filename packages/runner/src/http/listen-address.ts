import { show } from '@zenpulse/core/domain';
import { SettingsError } from '@zenpulse/store';

/** The address of a server. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The default, since metrics name the jobs and should not be public by accident. */
const LOOPBACK = '127.0.0.1';
const MAX_PORT = 65_535;

/**
 * Parses `9090` (this machine only), `0.0.0.0:9090`, `[::]:9090` or `name:9090`; port 0 is any free port. Throws a
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

/** The address in the notation in which it is typed. */
export function addressText({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
