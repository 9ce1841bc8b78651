// Who this browser tab is. The id goes with every request and with the socket's hello, and comes back as `by` of the changes this tab
// caused (S-FILE-08). It survives a reload of the tab and is not shared with others.
const storageKey = 'iterion.tab';

function mint(): string {
  return crypto.randomUUID();
}
function read(): string {
  const known = sessionStorage.getItem(storageKey);
  // A duplicated tab copies its session storage; such a tab is told apart by the navigation type.
  const entry = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined;
  const id = known !== null && entry?.type !== 'navigate' ? known : mint();
  sessionStorage.setItem(storageKey, id);
  return id;
}

export const tabId: string = read();
export const productVersion = '0.1.0';
