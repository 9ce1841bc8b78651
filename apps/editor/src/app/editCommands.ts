// Undo, redo, history, format (E-UNDO-03): they act on the active file wherever the focus is, and leave the focus there.
import { isWorkflowFile } from '../document/model.ts';
import { formatDocument } from '../document/language.ts';
import { stepToRedo, stepToUndo } from '../document/history.ts';
import { flushAnalysis } from '../document/analysis.ts';
import { applyTextEdits, getDocument, redo, undo } from '../document/store.ts';
import { announce } from './announce.tsx';
import { type CommandContext, registerCommands } from './commands.ts';
import { lazyDialog } from './lazyDialog.tsx';
import { notify } from './notifications.tsx';
import { lowerFirst, tellIfOutOfSight } from './undoSight.ts';

const showHistory = lazyDialog(async () => ({ default: (await import('./HistoryDialog.tsx')).HistoryDialog }));

export function registerEditCommands(): void {
  registerCommands({
    'edit.undo': {
      enabled: ({ document }) => (document && stepToUndo(document.history) ? true : 'There is nothing to undo'),
      run: ({ document }) => {
        const step = document && stepToUndo(document.history);
        if (!step) return;
        undo(document.id);
        announce(`Undone: ${lowerFirst(step.label)}`);
        tellIfOutOfSight(document.id, step, 'undone');
      },
    },
    'edit.redo': {
      enabled: ({ document }) => (document && stepToRedo(document.history) ? true : 'There is nothing to redo'),
      run: ({ document }) => {
        const step = document && stepToRedo(document.history);
        if (!step) return;
        redo(document.id);
        announce(`Done again: ${lowerFirst(step.label)}`);
        tellIfOutOfSight(document.id, step, 'redone');
      },
    },
    'edit.history': {
      run: ({ document }) => {
        if (document) showHistory({ fileId: document.id });
      },
    },
    'edit.format': { run: format, enabled: formattable },
  });
}

function formattable({ document }: CommandContext): true | string {
  if (document && !isWorkflowFile(document)) return 'Only workflows are formatted';
  const broken = document?.diagnostics.some((item) => item.severity === 'error' && item.code.startsWith('E'));
  return broken ? 'The text has errors; formatting would guess what was meant' : true;
}

/** Explicit, comment-preserving, one step (E-SRC-09). */
function format({ document }: CommandContext): void {
  if (!document) return;
  flushAnalysis(document.id);
  const syntax = getDocument(document.id)?.document;
  if (!syntax) return;
  const edits = formatDocument(syntax);
  if (edits.length === 0) notify({ kind: 'info', title: 'Already formatted', key: 'format', stay: 2500 });
  else applyTextEdits(document.id, edits, { label: 'Format document', origin: 'form' });
}
