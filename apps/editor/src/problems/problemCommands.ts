// Commands about problems (E-DIAG-05, E-DIAG-06): walk them, fix, explain, copy.
import type { Diagnostic } from '@iterion/dsl';
import { announce } from '../app/announce.tsx';
import { type CommandContext, registerCommands } from '../app/commands.ts';
import { lazyDialog } from '../app/lazyDialog.tsx';
import type { FileId, OpenDocument } from '../document/model.ts';
import { flushAnalysis, setStrict } from '../document/analysis.ts';
import { getDocument } from '../document/store.ts';
import { useCaret } from '../source/caret.ts';
import { nextProblem } from './problems.ts';
import { revealProblem } from './revealProblem.ts';

export const showFixes = lazyDialog(async () => ({ default: (await import('./FixDialog.tsx')).FixDialog }));
const showExplanation = lazyDialog(async () => ({ default: (await import('./ExplainDialog.tsx')).ExplainDialog }));

/** The problem last walked to or chosen, which *fix* and *explain* are about. */
const current = new Map<FileId, { readonly code: string; readonly start: number }>();

export function setCurrentProblem(fileId: FileId, diagnostic: Diagnostic): void {
  current.set(fileId, { code: diagnostic.code, start: diagnostic.range.start.offset });
}
function currentProblem(document: OpenDocument): Diagnostic | undefined {
  const at = current.get(document.id);
  const caret = useCaret.getState();
  const offset = caret.fileId === document.id ? caret.offset : at?.start;
  return (
    document.diagnostics.find((item) => at && item.code === at.code && item.range.start.offset === at.start) ??
    document.diagnostics.find(
      (item) => offset !== undefined && item.range.start.offset <= offset && offset <= item.range.end.offset,
    ) ??
    document.diagnostics[0]
  );
}

function walk(way: 1 | -1) {
  return ({ document }: CommandContext): void => {
    if (!document) return;
    flushAnalysis(document.id);
    const { diagnostics } = getDocument(document.id) ?? document;
    const problem = nextProblem(diagnostics, current.get(document.id)?.start ?? -1, way);
    if (!problem) return;
    setCurrentProblem(document.id, problem);
    revealProblem(document.id, problem);
    announce(`${problem.severity} ${problem.code}, line ${problem.range.start.line}: ${problem.message}`);
  };
}

const some = ({ document }: CommandContext): true | string =>
  (document?.diagnostics.length ?? 0) > 0 ? true : 'This file has no problems';

export function registerProblemCommands(): void {
  registerCommands({
    'diag.next': { run: walk(1), enabled: some },
    'diag.prev': { run: walk(-1), enabled: some },
    'diag.fix': {
      enabled: some,
      run: ({ document }) => {
        const problem = document && currentProblem(document);
        if (document && problem) showFixes({ fileId: document.id, problem });
      },
    },
    'diag.explain': {
      enabled: some,
      run: ({ document }) => {
        const problem = document && currentProblem(document);
        if (problem) showExplanation({ problem });
      },
    },
    'diag.strict': {
      run: ({ document }) => {
        if (!document) return;
        setStrict(document.id, !document.strict);
        announce(document.strict ? 'Strict checking off' : 'Strict checking on');
      },
    },
    'diag.copy': {
      enabled: some,
      run: async ({ document }) => {
        const problem = document && currentProblem(document);
        if (!document || !problem) return;
        const { line, column } = problem.range.start;
        const place = `${document.path ?? document.title}:${line}:${column}`;
        await navigator.clipboard.writeText(`${place}: ${problem.severity} [${problem.code}]: ${problem.message}`);
        announce('Problem copied');
      },
    },
  });
}
