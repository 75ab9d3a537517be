/**
 * Explains an answer that did not come from the admin, and what to check. `redirectedTo`: the address to which a
 * redirect led.
 */
export function foreignAnswerText(status: number, redirectedTo: string | null): string {
  const where = redirectedTo === null ? '' : ` after a redirect to ${redirectedTo}`;
  return `Status ${status}${where}, answered by the application or a proxy in front of this admin, not by ZenPulse itself. ${checkText(status, redirectedTo !== null)}`;
}

function checkText(status: number, isRedirected: boolean): string {
  if (status < 400 || isRedirected) return SESSION_CHECK;
  return CHECKS[status] ?? (status >= 500 ? SERVER_CHECK : CLIENT_CHECK);
}

const SESSION_CHECK = 'Your session may have ended: reload the page and sign in again.';

const CHECKS: Readonly<Record<number, string>> = {
  401: SESSION_CHECK,
  403: 'Check the CSRF protection, the firewall and the access rules of the application: the admin’s path must be exempt from CSRF tokens, because it checks the origin of each request itself.',
  404: 'Check that the application mounts the admin under this address, and that a proxy passes the whole path on.',
  405: 'Check that the application and the proxy let GET, POST, PUT, PATCH and DELETE through to the admin’s path.',
  413: 'Check the size limit for request bodies of the application and the proxy.',
};

const CLIENT_CHECK = 'Check the middleware that the application runs before the admin.';
const SERVER_CHECK = 'Check the log of the application.';
