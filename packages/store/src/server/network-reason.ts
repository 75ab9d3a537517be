import type { StoreErrorReason } from '@zenpulse/core/ports';

/** Of certificates and handshakes. Node and OpenSSL have many words for them. */
const TLS = /^(?:ERR_SSL|ERR_TLS|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/;
/** Node's own: ECONNREFUSED, EPIPE. */
const SYSTEM = /^E[A-Z]+(?:_[A-Z]+)*$/;
const TOO_LATE = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** Why there is no connection, by the code of an error of Node; null for a code that is not of the network. */
export function networkReason(code: string): StoreErrorReason | null {
  if (TLS.test(code)) return 'tls';
  if (TOO_LATE.has(code)) return 'timeout';
  return SYSTEM.test(code) && !code.startsWith('ERR_') && !code.startsWith('ER_') ? 'unreachable' : null;
}

/** The message of an error; Node puts those of several addresses of one host into `errors`. */
export function errorText(error: unknown): string {
  const { message, errors, code } = Object(error) as Readonly<Record<string, unknown>>;
  if (typeof message === 'string' && message !== '') return message;
  if (Array.isArray(errors)) return errors.map(errorText).join(', ');
  return typeof code === 'string' ? code : '';
}
