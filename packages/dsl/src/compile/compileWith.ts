// From a parsed document to the compiled graph (Appendix A): facts, findings, lowering; the checks come from the caller, so that an editor can
// show a graph before it has loaded them. Pure and total: every text gives a graph (L-IR-02), nothing is read but the text and the
// options (L-SEM-43).
import type { Document } from '../document.ts';
import type { CompiledGraph, Diagnostic } from '../graph.ts';
import { sha256 } from '../sha256.ts';
import { Context, type CompileOptions } from './context.ts';
import { promptUses } from './declarations.ts';
import { addFingerprints } from './fingerprint.ts';
import { graphHash } from './hash.ts';
import { type Body, lower } from './lower.ts';
import { Model } from './model.ts';
import { withoutRanges } from './withoutRanges.ts';

/** The findings of parser, compiler and checks, in the order of L-DIAG-03. */
export type Check = (model: Model, uses: ReturnType<typeof promptUses>) => Diagnostic[];

/**
 * Compiles a document. Never throws; `graph.diagnostics` holds what `check` finds. What engines and canvases read is made, all of it,
 * when the first part of it is read, and so are the hashes: who only wants the diagnostics does not pay for them.
 */
export function compileWith(document: Document, options: CompileOptions, check: Check): CompiledGraph {
  const model = new Model(new Context(document, options));
  const diagnostics = check(model, promptUses(model));
  let body: Body | undefined;
  const source: CompiledGraph['source'] = { sha256: '', strictEscape: document.strictEscape };
  if (options.uri !== undefined) source.uri = options.uri;
  const valid = !diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  const graph: Unlowered = { irVersion: 1, valid, hash: '', source, diagnostics };
  const whole = graph as CompiledGraph; // when its parts are added
  const lowered = (): Body => {
    if (body === undefined) addFingerprints((body = lower(model)).nodes, whole);
    return body;
  };
  for (const part of PARTS) {
    if (part !== 'workflow' || model.symbols.workflow !== undefined) whenRead(graph, part, () => lowered()[part]);
  }
  if (document.file.frontMatter !== undefined) graph.meta = metaOf(document.file.frontMatter);
  whenRead(source, 'sha256', () => sha256(document.text));
  whenRead(graph, 'hash', () => graphHash(whole));
  return options.ranges === false ? withoutRanges(whole) : whole;
}

const PARTS: readonly (keyof Body)[] = [
  'groups',
  'workflow',
  'nodes',
  'edges',
  'loops',
  'fanOuts',
  'schemas',
  'prompts',
  'vars',
  'presets',
  'attachments',
  'artifacts',
  'mcpServers',
  'cursors',
  'env',
];
type Unlowered = Omit<CompiledGraph, keyof Body> & Partial<Body>;

/** A member that is computed when it is read, once. */
function whenRead<T extends object, K extends keyof T>(target: T, key: K, compute: () => T[K]): void {
  let known: { readonly value: T[K] } | undefined;
  const get = (): T[K] => (known ??= { value: compute() }).value;
  Object.defineProperty(target, key, { enumerable: true, configurable: true, get });
}

function metaOf({
  name,
  description,
  triggers,
  capabilities,
}: NonNullable<Document['file']['frontMatter']>): NonNullable<CompiledGraph['meta']> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    triggers: [...triggers],
    capabilities: [...capabilities],
  };
}
