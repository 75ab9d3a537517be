/**
 * Must be imported first: settings by which third-party code follows the content security policy, read once when it
 * loads. Otherwise zod would try `new Function`, and react-remove-scroll would insert a style element without the
 * nonce.
 */
export const styleNonce =
  document.querySelector<HTMLMetaElement>('meta[name="zenpulse-nonce"]')?.content ?? '';

Object.assign(globalThis, {
  __zod_globalConfig: { jitless: true },
  __webpack_nonce__: styleNonce,
});
