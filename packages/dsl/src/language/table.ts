// The shape of the language table: one row per property drives parser, validator, completion, hover, formatter order, forms and
// the generated reference. Adding a property is adding one row. Rows live in one file per declaration kind beside this one.
import type { DeclarationKind, NodeKind } from '../edit/operations.ts';

/**
 * How a value is written (L-DECL-06) and which control edits it (E-INSP-03). `otherwise` names the code that the checks report
 * for a value outside the set or range; without it the parser reports E020.
 */
export type ValueClass =
  | {
      readonly kind: 'word';
      readonly words: readonly string[];
      /** A quoted word means the same and is no error. */
      readonly quotedAllowed?: boolean;
      /** A string that holds an environment reference may stand for the word; the checks judge other strings. */
      readonly orEnv?: boolean;
      /** Older word → word of the graph (L-IR-01); both are accepted. */
      readonly synonyms?: { readonly [word: string]: string };
      /** What each word means, in a few words. */
      readonly about?: { readonly [word: string]: string };
      readonly otherwise?: string;
    }
  | { readonly kind: 'name'; readonly refers: 'node' | 'schema' | 'prompt' | 'artifact' }
  | {
      readonly kind: 'string';
      readonly template?: boolean;
      readonly env?: boolean;
      /** A bare word means the same and is no error. */
      readonly wordAllowed?: boolean;
      readonly format?: 'duration' | 'shell' | 'script' | 'url' | 'model' | 'backend' | 'provider';
    }
  | { readonly kind: 'int'; readonly min: number; readonly unit?: string; readonly otherwise?: string }
  | {
      readonly kind: 'number';
      readonly min?: number;
      readonly max?: number;
      readonly unit?: string;
      readonly otherwise?: string;
    }
  | { readonly kind: 'bool' }
  | {
      readonly kind: 'list';
      readonly of: 'name' | 'pattern' | 'string' | 'host';
      readonly refers?: 'node' | 'mcp_server';
      readonly env?: boolean;
      /** Commas between elements may be left out (L-LEX-30). */
      readonly commasOptional?: boolean;
      /** A bare `*` is an element (`tool_policy`). */
      readonly star?: boolean;
    }
  | { readonly kind: 'map'; readonly env?: boolean }
  | {
      readonly kind: 'block';
      readonly properties: readonly PropertyRow[];
      /** The words of the short form `name: word`. */
      readonly short?: readonly string[];
      readonly otherwise?: string;
    }
  | {
      readonly kind: 'members';
      readonly of: 'vars' | 'presets' | 'attachments' | 'expr' | 'values' | 'bands' | 'cursors';
      /** Properties that may stand among the members (`enabled` of `cursors`). */
      readonly properties?: readonly PropertyRow[];
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
  readonly details?: string;
  readonly isNode: boolean;
  /** In the order of L-EDIT-06. */
  readonly properties: readonly PropertyRow[];
  /** Whether the kind has a text body (`prompt`), typed fields (`schema`) or items and edges (`workflow`) instead of or beside properties. */
  readonly body?: 'text' | 'fields' | 'workflow';
}

/** A top-level block without a name: `vars`, `presets`, `attachments`. */
export interface MemberBlockRow {
  readonly name: 'vars' | 'presets' | 'attachments';
  readonly title: string;
  readonly help: string;
  readonly details?: string;
  /** Properties of a member's own block (`attachments`). */
  readonly memberProperties?: readonly PropertyRow[];
}

export interface LanguageTable {
  readonly kinds: { readonly [K in DeclarationKind]: KindRow };
  readonly nodeKinds: readonly NodeKind[];
  readonly memberBlocks: { readonly [K in MemberBlockRow['name']]: MemberBlockRow };
  /** The keywords that open a top-level statement, in the order of L-EDIT-05. */
  readonly topLevelOrder: readonly (DeclarationKind | MemberBlockRow['name'])[];
}
