// All checks over one compiled file, and the list of diagnostics that comes of them: ordered, without repeats, within the limit
// (L-DIAG-03), without what a comment ignores (L-DIAG-07).
import type { PromptUse } from '../compile/declarations.ts';
import type { Model } from '../compile/model.ts';
import { limitDiagnostics, orderDiagnostics } from '../diagnostics.ts';
import type { Diagnostic } from '../graph.ts';
import { checkBranches } from './branches.ts';
import { checkData } from './data.ts';
import { diagnosticOf } from './diagnostic.ts';
import { applyIgnores, isIgnored } from './ignore.ts';
import { checkLoops } from './loops.ts';
import { checkMembers } from './members.ts';
import { checkNames } from './names.ts';
import { checkPrompts, References } from './references.ts';
import { checkRouterProperties, checkRouting } from './routing.ts';
import { checkSessions } from './sessions.ts';
import { Unsettled } from './surroundings.ts';
import { checkTemplates } from './templates.ts';
import { checkUnused } from './unused.ts';
import { checkValues } from './values.ts';

export function checkDocument(model: Model, uses: ReadonlyMap<string, readonly PromptUse[]>): Diagnostic[] {
  const unsettled = new Unsettled(model);
  checkNames(model, unsettled);
  checkMembers(model);
  checkValues(model, unsettled);
  checkRouterProperties(model, unsettled);
  checkRouting(model);
  checkLoops(model);
  checkBranches(model);
  checkSessions(model);
  const references = new References(model);
  checkPrompts(model, uses, references);
  checkTemplates(model, unsettled, references);
  unsettled.settle();
  checkData(model);
  checkUnused(model, uses);
  return finish(model);
}

/** Whatever the parser and the checks found, settled. */
function finish(model: Model): Diagnostic[] {
  const { document, problems } = model.context;
  const ignored = isIgnored(model);
  const found = document.diagnostics.filter((diagnostic) => !ignored(diagnostic));
  for (const problem of applyIgnores(model, problems.all()))
    found.push(diagnosticOf(problem, document, problems.strict));
  return [...limitDiagnostics(orderDiagnostics(found), document.omittedDiagnostics)];
}
