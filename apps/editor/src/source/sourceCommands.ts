// Monaco's actions as commands (E-CMD-07), for the source view that has the focus.
import { editor } from 'monaco-editor/editor';
import { type CommandHandler, type CommandId, registerCommands } from '../app/commands.ts';
import { announce } from '../app/announce.tsx';
import { preferences, setPreferences } from '../app/preferences.ts';
import { itemAt, revealItem } from '../app/reveal.ts';
import type { FileId } from '../document/model.ts';
import { useCaret } from './caret.ts';

const actions: { readonly [Id in CommandId]?: string } = {
  'source.complete': 'editor.action.triggerSuggest',
  'source.find': 'actions.find',
  'source.replace': 'editor.action.startFindReplaceAction',
  'source.comment': 'editor.action.commentLine',
  'source.fold': 'editor.fold',
  'source.unfold': 'editor.unfold',
  'source.foldAll': 'editor.foldAll',
  'source.goToLine': 'editor.action.gotoLine',
  'source.peek': 'editor.action.peekDefinition',
  'edit.rename': 'editor.action.rename',
  'edit.definition': 'editor.action.revealDefinition',
  'edit.usages': 'editor.action.goToReferences',
  'diag.fix': 'editor.action.quickFix',
};

export function registerSourceCommands(fileId: FileId, code: editor.IStandaloneCodeEditor): () => void {
  const handlers = Object.fromEntries(
    Object.entries(actions).map(([id, action]): [string, CommandHandler] => [
      id,
      {
        run: () => {
          code.focus();
          code.trigger('command', action, null);
        },
      },
    ]),
  );
  return registerCommands(
    {
      ...handlers,
      'source.revealGraph': {
        run: () => {
          const item = itemAt(fileId, useCaret.getState().offset);
          if (item) revealItem(fileId, item, 'canvas');
        },
      },
      'source.tabMovesFocus': {
        run: () => {
          code.trigger('command', 'editor.action.toggleTabFocusMode', null);
          announce(
            code.getOption(editor.EditorOption.tabFocusMode) ? 'The Tab key moves the focus' : 'The Tab key indents',
          );
        },
      },
      'source.wrap': { run: () => setPreferences({ wordWrap: !preferences().wordWrap }) },
    },
    'source',
  );
}
