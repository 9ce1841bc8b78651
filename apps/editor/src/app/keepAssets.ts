// Fetches what the page has not needed yet into the browser's cache, one file after the other, when there is nothing better to do: with
// the server stopped, every part still opens (E-DOC-12). The files bear their hash in their name and never change.
const startAfterMs = 3000;

export function keepAssets(): void {
  setTimeout(() => void fetchAll(), startAfterMs);
}

async function fetchAll(): Promise<void> {
  const list = document.querySelector<HTMLLinkElement>('link[rel="assets"]');
  if (!list) return; // not a production build
  try {
    const names = (await (await fetch(list.href)).json()) as readonly string[];
    for (const name of names) await (await fetch(`/${name}`, { priority: 'low' })).arrayBuffer();
  } catch (error) {
    // The server went away meanwhile. What was fetched is there; the rest is fetched with the next page.
    if (!(error instanceof TypeError)) throw error;
  }
}
