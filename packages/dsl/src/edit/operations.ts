// The closed list of edit operations (language.md 9.4) as data, so that the editor, the server route and tests speak of edits in
// one vocabulary. Each is carried out by `edit(document, operation)`, a pure function to `TextEdit[]` or a refusal (L-EDIT-01).
import type { Json, Type } from '../graph.ts';
import type { TextEdit } from '../source.ts';

export type NodeKind = 'agent' | 'judge' | 'router' | 'join' | 'human' | 'tool' | 'compute';
export type DeclarationKind = NodeKind | 'mcp_server' | 'prompt' | 'schema' | 'cursor' | 'workflow';
/** Name spaces of declarations; all node kinds share one (L-DECL-02). */
export type Space = 'node' | 'schema' | 'prompt' | 'mcp_server' | 'cursor' | 'workflow';
export interface DeclarationRef {
  readonly space: Space;
  readonly name: string;
}
/** What has properties: a declaration, or an attachment with a block of its own. */
export interface PropertyOwner {
  readonly space: Space | 'attachment';
  readonly name: string;
}
/** Path of a property: `{space:'node', name:'a', path:['memory','scope']}`; workflow items are properties of the workflow. */
export interface PropertyPath extends PropertyOwner {
  readonly path: readonly string[];
}
/** A property's value; the language table decides how it is spelled (word, string, list, map, number). */
export type PropertyValue = string | number | boolean | readonly string[] | { readonly [key: string]: string };
/** A block with members: `vars`, `presets`, `attachments` (top level or `in: 'workflow'`), fields of a schema, `expr`, maps … */
export type MemberBlock =
  | { readonly block: 'vars' | 'attachments'; readonly in?: 'file' | 'workflow' }
  | { readonly block: 'presets' }
  | { readonly block: 'preset'; readonly preset: string }
  | { readonly block: 'fields'; readonly schema: string }
  | { readonly block: 'expr'; readonly node: string }
  | { readonly block: 'values' | 'bands'; readonly cursor: string }
  | { readonly block: 'map'; readonly property: PropertyPath };
/** The parts of a member that an edit may set; an absent part stays, `null` removes it. */
export interface MemberParts {
  readonly type?: Type | 'file' | 'image';
  readonly default?: Json | null;
  readonly removeDefault?: boolean;
  readonly enum?: readonly string[] | null;
  readonly value?: Json;
}
export type Condition = { readonly field: string; readonly negated?: boolean } | { readonly expression: string };
export type LoopBound = number | { readonly template: string };
export type WithEntryValue = { readonly template: string } | { readonly json: Json };
export interface EdgeClauses {
  readonly when?: Condition;
  readonly loop?: { readonly name: string; readonly bound: LoopBound };
  readonly with?: { readonly [key: string]: WithEntryValue };
}
export type MemberSpace = 'variable' | 'attachment' | 'artifact' | 'loop' | 'preset' | { readonly fieldOf: string };
export type Placement = { readonly before: string } | { readonly after: string };

export type EditOperation =
  | {
      readonly op: 'addDeclaration';
      readonly kind: DeclarationKind;
      readonly name: string;
      readonly props?: { readonly [property: string]: PropertyValue };
      readonly body?: string;
    }
  | { readonly op: 'removeDeclaration'; readonly space: Space; readonly name: string }
  | { readonly op: 'bridgeNode'; readonly name: string }
  | { readonly op: 'renameDeclaration'; readonly space: Space; readonly from: string; readonly to: string }
  | { readonly op: 'renameMember'; readonly space: MemberSpace; readonly from: string; readonly to: string }
  | { readonly op: 'duplicateDeclaration'; readonly space: Space; readonly name: string; readonly as: string }
  | {
      readonly op: 'moveDeclaration';
      readonly declaration: DeclarationRef;
      readonly place: { readonly before: DeclarationRef } | { readonly after: DeclarationRef };
    }
  | { readonly op: 'changeKind'; readonly node: string; readonly kind: NodeKind }
  | {
      readonly op: 'extractPrompt';
      readonly node: string;
      readonly slot: string;
      readonly name: string;
      readonly text: string;
    }
  | {
      readonly op: 'extractSchema';
      readonly node: string;
      readonly slot: 'input' | 'output';
      readonly name: string;
      readonly fields: readonly { readonly name: string; readonly type: Type }[];
    }
  | { readonly op: 'setProperty'; readonly target: PropertyPath; readonly value: PropertyValue }
  | { readonly op: 'unsetProperty'; readonly target: PropertyPath }
  | { readonly op: 'setMember'; readonly block: MemberBlock; readonly key: string; readonly parts: MemberParts }
  | { readonly op: 'removeMember'; readonly block: MemberBlock; readonly key: string }
  | { readonly op: 'moveMember'; readonly block: MemberBlock; readonly key: string; readonly place: Placement }
  | { readonly op: 'setPromptBody'; readonly name: string; readonly text: string }
  | {
      readonly op: 'setDescription';
      readonly target: DeclarationRef | { readonly edge: string };
      readonly text: string;
    }
  | {
      readonly op: 'setGroup';
      readonly name: string;
      readonly members: readonly string[] | null;
      readonly rename?: string;
    }
  | {
      readonly op: 'addEdge';
      readonly from: string;
      readonly to: string;
      readonly clauses?: EdgeClauses;
      readonly place?: Placement;
    }
  | { readonly op: 'removeEdge'; readonly edge: string }
  | { readonly op: 'retargetEdge'; readonly edge: string; readonly from?: string; readonly to?: string }
  | {
      readonly op: 'insertOnEdge';
      readonly edge: string;
      readonly node: string;
      readonly add?: { readonly kind: NodeKind; readonly props?: { readonly [property: string]: PropertyValue } };
    }
  | { readonly op: 'setCondition'; readonly edge: string; readonly when: Condition | null }
  | {
      readonly op: 'setLoop';
      readonly edge: string;
      readonly loop: { readonly name: string; readonly bound: LoopBound } | null;
    }
  | { readonly op: 'setWith'; readonly edge: string; readonly key: string; readonly value: WithEntryValue }
  | { readonly op: 'unsetWith'; readonly edge: string; readonly key: string }
  | { readonly op: 'renameWithKey'; readonly edge: string; readonly from: string; readonly to: string }
  | { readonly op: 'moveEdge'; readonly edge: string; readonly place: Placement }
  | { readonly op: 'toConditionRouter'; readonly node: string; readonly name: string }
  | { readonly op: 'fromConditionRouter'; readonly router: string }
  | {
      readonly op: 'pasteFragment';
      readonly text: string;
      readonly place?: { readonly after: DeclarationRef } | { readonly before: DeclarationRef };
    }
  | { readonly op: 'batch'; readonly operations: readonly EditOperation[] };

export type RefusalCode =
  | 'EDIT_BROKEN_TARGET'
  | 'EDIT_BAD_NAME'
  | 'EDIT_NAME_TAKEN'
  | 'EDIT_NOT_FOUND'
  | 'EDIT_UNREPRESENTABLE'
  | 'EDIT_DUPLICATE_EDGE'
  | 'EDIT_AMBIGUOUS'
  | 'EDIT_INVALID';
export interface Refusal {
  readonly code: RefusalCode;
  /** A sentence for people: what was refused, where, and what to do. */
  readonly reason: string;
}
/** What an operation did beside its edits: names it chose or things it had to leave out, for the notification. */
export interface EditReport {
  /** Declarations added or renamed by the operation, by their final names (paste: fragment name to final name). */
  readonly names?: { readonly [from: string]: string };
  /** Properties or `with` entries that were dropped, each as a short phrase. */
  readonly dropped?: readonly string[];
}
export type EditResult =
  | { readonly ok: true; readonly edits: readonly TextEdit[]; readonly report: EditReport }
  | { readonly ok: false; readonly refusal: Refusal };
