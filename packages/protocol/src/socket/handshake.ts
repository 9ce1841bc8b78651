// How a socket is opened and why it is closed.

/** Close codes (S-WS-09, S-WS-11). */
export const CLOSE = { expired: 4401, protocol: 4406, silent: 4408, tooLarge: 4413, tooFast: 4429 } as const;
/** Sub-protocols of the upgrade: the protocol itself, and the prefix under which the key travels (S-SEC-04). */
export const SUBPROTOCOL = 'iterion.v1';
export const KEY_SUBPROTOCOL_PREFIX = 'key.';

/** Second argument of `new WebSocket(url, …)` in the browser. The key is base64url and thus a valid sub-protocol name. */
export function socketProtocols(key: string): string[] {
  return [SUBPROTOCOL, KEY_SUBPROTOCOL_PREFIX + key];
}
