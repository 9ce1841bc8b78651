// Everything that is generated below docs/reference, as paths and texts. `scripts/generate-docs.mjs` writes it; a test compares it with
// what is there.
import { allCodes, codeIndex, codePage } from './codePage.ts';
import { grammar } from './grammar.ts';
import { graphSchema } from './graphSchema.ts';
import { languagePage } from './languagePage.ts';

/** The sources, relative to `packages/dsl/src`, whose types are the schema of the graph. */
export const GRAPH_SOURCES = ['graph.ts', 'source.ts'] as const;

/** Path below docs/reference → text. `sources` are the texts of `GRAPH_SOURCES`. */
export function referencePages(sources: readonly string[]): ReadonlyMap<string, string> {
  return new Map([
    ['language.md', languagePage()],
    ['grammar.ebnf', grammar()],
    ['graph.schema.json', `${JSON.stringify(graphSchema(sources), null, 2)}\n`],
    ['diagnostics/README.md', codeIndex()],
    ...[...allCodes()].map(([code, row]): [string, string] => [`diagnostics/${code}.md`, codePage(code, row)]),
  ]);
}
