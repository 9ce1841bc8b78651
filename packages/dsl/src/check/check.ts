// All checks over one compiled file, and the list of diagnostics that comes of them: ordered, without repeats, within the limit
// (L-DIAG-03), without what a comment ignores (L-DIAG-07).
import type { PromptUse } from '../compile/declarations.ts';
import type { Model } from '../compile/model.ts';
import type { Diagnostic } from '../graph.ts';
import { checkBranches } from './branches.ts';
import { checkData } from './data.ts';
import { applyIgnores, isIgnored } from './ignore.ts';
import { checkLoops } from './loops.ts';
import { checkMembers } from './members.ts';
import { checkNames } from './names.ts';
import { checkPrompts, References } from './references.ts';
import { checkRouterProperties, checkRouting } from './routing.ts';
import { checkSessions } from './sessions.ts';
import { checkTemplates } from './templates.ts';
import { checkUnused } from './unused.ts';
import { checkValues } from './values.ts';

const LIMIT = 1000;

export function checkDocument(model: Model, uses: ReadonlyMap<string, readonly PromptUse[]>): Diagnostic[] {
  checkNames(model);
  checkMembers(model);
  checkValues(model);
  checkRouterProperties(model);
  checkRouting(model);
  checkLoops(model);
  checkBranches(model);
  checkSessions(model);
  const references = new References(model);
  checkPrompts(model, uses, references);
  checkTemplates(model, references);
  checkData(model);
  checkUnused(model, uses);
  return finish(model);
}

/** One finding of the parser or the checks, before the list is settled. */
interface Finding {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly make: () => Diagnostic;
}

function finish(model: Model): Diagnostic[] {
  const { document, problems } = model.context;
  const kept = applyIgnores(model, problems.all());
  const ignored = isIgnored(model);
  const findings: Finding[] = [
    ...document.diagnostics
      .filter((diagnostic) => !ignored(diagnostic))
      .map((diagnostic) => ({
        code: diagnostic.code,
        start: diagnostic.range.start.offset,
        end: diagnostic.range.end.offset,
        make: () => diagnostic,
      })),
    ...kept.map((problem) => ({
      code: problem.code,
      start: problem.span.start,
      end: problem.span.end,
      make: () => problems.toDiagnostic(problem),
    })),
  ];
  findings.sort((a, b) => a.start - b.start || compare(a.code, b.code) || a.end - b.end);
  const seen = new Set<string>();
  const result: Diagnostic[] = [];
  let left = 0;
  for (const finding of findings) {
    if (result.length > LIMIT) {
      left++;
      continue;
    }
    const diagnostic = finding.make();
    const key = `${finding.code} ${finding.start} ${finding.end} ${diagnostic.message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    result.push(diagnostic);
  }
  return result.length > LIMIT ? limited(result, left) : result;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The last of the list says how many are left out; the worst severity among them is not lost. */
function limited(result: Diagnostic[], left: number): Diagnostic[] {
  const dropped = result.splice(LIMIT - 1);
  const [first] = dropped;
  if (first === undefined) return result;
  const message = `${first.message} (${left + dropped.length - 1} more are not shown.)`;
  result.push({ ...first, message });
  return result;
}
