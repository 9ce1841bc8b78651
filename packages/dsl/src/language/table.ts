// The shape of the language table: one row per property drives parser, validator, completion, hover, formatter order, forms and
// the generated reference. Adding a property is adding one row. Rows live in one file per declaration kind beside this one.
import type { DeclarationKind, NodeKind } from '../edit/operations.ts';

/** How a value is written (L-DECL-06) and which control edits it (E-INSP-03). */
export type ValueClass =
  | {
      readonly kind: 'word';
      readonly words: readonly string[];
      readonly quotedAllowed?: boolean;
      readonly orEnv?: boolean;
      readonly synonyms?: { readonly [word: string]: string };
    }
  | { readonly kind: 'name'; readonly refers: 'node' | 'schema' | 'prompt' | 'artifact' }
  | {
      readonly kind: 'string';
      readonly template?: boolean;
      readonly env?: boolean;
      readonly format?: 'duration' | 'shell' | 'script' | 'url' | 'model' | 'backend' | 'multiline';
    }
  | { readonly kind: 'int'; readonly min: number }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'bool' }
  | {
      readonly kind: 'list';
      readonly of: 'name' | 'pattern' | 'string' | 'host';
      readonly refers?: 'node' | 'mcp_server';
    }
  | { readonly kind: 'map' }
  | { readonly kind: 'block'; readonly properties: readonly PropertyRow[]; readonly short?: readonly string[] }
  | {
      readonly kind: 'members';
      readonly of: 'vars' | 'presets' | 'attachments' | 'expr' | 'values' | 'bands' | 'cursors';
    };

export type Section =
  | 'Basics'
  | 'Data'
  | 'Prompts'
  | 'Tools and limits'
  | 'Conversation'
  | 'Convergence'
  | 'Environment'
  | 'Other';

export interface PropertyRow {
  readonly name: string;
  /** Other accepted spellings of the name; the first spelling of §2 is `name` (L-EDIT-07, Appendix B). */
  readonly synonyms?: readonly string[];
  readonly value: ValueClass;
  readonly required?: boolean;
  /** What applies when the property is absent, as text for people: `fresh`, `from workflow`, `backend default`. */
  readonly default?: string;
  /** The workflow item that supplies the default, where one does. */
  readonly inheritedFrom?: string;
  readonly section: Section;
  /** One line. */
  readonly help: string;
  /** One or two more sentences, Markdown. */
  readonly details?: string;
  /** When the property means something; elsewhere forms dim it (E-INSP-06). */
  readonly relevantWhen?: { readonly property: string; readonly is: readonly string[] };
  readonly diagnostics?: readonly string[];
}

export interface KindRow {
  readonly kind: DeclarationKind;
  readonly title: string;
  readonly help: string;
  readonly isNode: boolean;
  /** In the order of L-EDIT-06. */
  readonly properties: readonly PropertyRow[];
  /** Whether the kind has a text body (`prompt`), typed fields (`schema`) or items and edges (`workflow`) instead of or beside properties. */
  readonly body?: 'text' | 'fields' | 'workflow';
}

export interface LanguageTable {
  readonly kinds: { readonly [K in DeclarationKind]: KindRow };
  readonly nodeKinds: readonly NodeKind[];
}
