// What is typed between asking for the palette and its field having the focus. People who know the keys do not wait for the picture.
let typed = '';
let listening = false;

function collect(event: KeyboardEvent): void {
  const key = event.key === 'Enter' ? '\n' : event.key;
  if (key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  typed += key;
  event.preventDefault();
  event.stopPropagation();
}

export function collectEarlyKeys(): void {
  typed = '';
  if (!listening) window.addEventListener('keydown', collect, true);
  listening = true;
}
/** Ends the collection and hands out what was typed; Enter is a line end. */
export function takeEarlyKeys(): string {
  window.removeEventListener('keydown', collect, true);
  listening = false;
  const text = typed;
  typed = '';
  return text;
}
