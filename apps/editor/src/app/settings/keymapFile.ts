// The keymap as a file of this computer: export, and import from one.
import { importKeymap, writeKeymap } from '../keymap.ts';
import { notify } from '../notifications.tsx';

export function exportKeys(): void {
  const url = URL.createObjectURL(new Blob([writeKeymap()], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'iterion-keys.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function pickKeymap(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => void readKeymap(input.files?.[0]));
  input.click();
}
async function readKeymap(file: File | undefined): Promise<void> {
  if (!file) return;
  const taken = importKeymap(await file.text());
  notify(
    taken
      ? { kind: 'success', title: 'Keys imported', message: file.name }
      : { kind: 'error', title: 'No keys were imported', message: `${file.name} is not an exported keymap.` },
  );
}
