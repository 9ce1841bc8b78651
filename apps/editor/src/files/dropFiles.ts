// Files of this computer dropped anywhere on the window become unsaved buffers (E-FILE-13).
import { importFiles } from './openFile.ts';

export function acceptDroppedFiles(): void {
  window.addEventListener('dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    void importFiles(event.dataTransfer?.files ?? []);
  });
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}
