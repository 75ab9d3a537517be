import type { StoreErrorReason } from '@zenpulse/core/ports';

/** Codes of certificates and TLS handshakes, of which Node and OpenSSL have many. */
const TLS = /^(?:ERR_SSL|ERR_TLS|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/;
/** Node's system errors: ECONNREFUSED, EPIPE. */
const SYSTEM = /^E[A-Z]+(?:_[A-Z]+)*$/;
const TOO_LATE = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** Why there is no connection, by Node's error code; null if the code is not about the network. */
export function networkReason(code: string): StoreErrorReason | null {
  if (TLS.test(code)) return 'tls';
  if (TOO_LATE.has(code)) return 'timeout';
  return SYSTEM.test(code) && !code.startsWith('ERR_') && !code.startsWith('ER_') ? 'unreachable' : null;
}

/** The message of an error; for a host with several addresses, Node has the messages in `errors`. */
export function errorText(error: unknown): string {
  const { message, errors, code } = Object(error) as Readonly<Record<string, unknown>>;
  if (typeof message === 'string' && message !== '') return message;
  if (Array.isArray(errors)) return errors.map(errorText).join(', ');
  return typeof code === 'string' ? code : '';
}
