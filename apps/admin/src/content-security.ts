/**
 * Must be the first import: what third-party code needs to know of the content security policy before it loads.
 * zod would otherwise probe `new Function`, and react-remove-scroll insert a style element without the nonce;
 * each of them reads its global once.
 */
export const styleNonce =
  document.querySelector<HTMLMetaElement>('meta[name="zenpulse-nonce"]')?.content ?? '';

Object.assign(globalThis, {
  __zod_globalConfig: { jitless: true },
  __webpack_nonce__: styleNonce,
});
