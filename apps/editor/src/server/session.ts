// The browser's credentials (S-SEC-02): the one-time code of the link becomes a cookie, which scripts never see, and a key, which is
// kept in origin-bound storage. Both end with the server's process.
const storageKey = 'iterion.key';

export function sessionKey(): string | null {
  return localStorage.getItem(storageKey);
}
export function keepSessionKey(key: string): void {
  localStorage.setItem(storageKey, key);
}

/** Another tab got a key. */
export function onNewKey(listener: () => void): void {
  window.addEventListener('storage', (event) => {
    if (event.key === storageKey && event.newValue !== null) listener();
  });
}

/** The code in the fragment of the printed link, `#code=…`; null when there is none. */
export function codeInAddress(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('code');
}

/** Takes the code out of the address bar and of the history, so that it is neither shared nor kept. */
export function forgetCode(): void {
  history.replaceState(history.state, '', location.pathname + location.search);
}
