// The compiled graph: what the engine, the editor, the CLI and the server consume, and nothing else (language.md, Appendix A).
// Plain JSON. Fields marked `?` are absent when they have no value; arrays are never absent. Order is deterministic:
// declarations and edges in file order, maps by insertion. This file holds types only.
import type { Range, TextEdit } from './source.ts';
export type { Pos, Range } from './source.ts';

export type NodeId = string; // declared name; "done", "fail"
export type EdgeId = string; // "from->to"; the n-th further one between the same ends: "from->to#2", "#3", …
export interface Decl {
  name: string;
  range: Range;
  nameRange: Range;
  description?: string;
}
export type Type = 'string' | 'bool' | 'int' | 'float' | 'json' | 'string[]';
export type Json = null | boolean | number | string | Json[] | { [k: string]: Json };
export type Strategy = 'wait_all' | 'best_effort';
export type Origin = 'node' | 'workflow' | 'default';
export interface Eff<T> {
  value: T;
  from: Origin;
  range?: Range;
} // effective value and where it comes from

export interface CompiledGraph {
  irVersion: 1;
  valid: boolean;
  hash: string; // SHA-256 of the canonical JSON without ranges, descriptions, source, groups, diagnostics (R-CORE-15)
  source: { sha256: string; uri?: string; strictEscape: boolean }; // hash of the UTF-8 text
  meta?: { name?: string; description?: string; triggers: string[]; capabilities: string[] };
  groups: { name: string; nodes: NodeId[]; range: Range }[];
  workflow?: Workflow;
  nodes: Node[]; // declared nodes, then done, fail
  edges: Edge[];
  loops: Loop[]; // by first edge
  fanOuts: FanOut[]; // by declaration of the router
  schemas: Schema[];
  prompts: Prompt[];
  vars: Var[];
  presets: Preset[];
  attachments: Attachment[];
  artifacts: { name: string; publishers: NodeId[] }[];
  mcpServers: McpServer[];
  cursors: Cursor[];
  env: { name: string; hasDefault: boolean; users: NodeId[]; range: Range }[];
  diagnostics: Diagnostic[];
}
export interface Workflow extends Decl {
  entry?: NodeId;
  budget: Budget;
  mcp: Mcp;
  compaction?: Compaction;
  interaction?: Interaction;
  defaultBackend?: EnvText;
  toolPolicy?: string[];
  capabilities: string[];
  sandbox?: Sandbox;
  worktree: 'auto' | 'none';
  workspaceSafety: 'serialize' | 'refuse';
}
export interface Budget {
  maxParallelBranches?: number;
  maxDurationMs?: number;
  maxCostUsd?: number;
  maxTokens?: number;
  maxIterations?: number;
}

export type Node = LlmNode | RouterNode | JoinNode | HumanNode | ToolNode | ComputeNode | TerminalNode;
export interface NodeBase extends Decl {
  id: NodeId;
  input?: string;
  output?: string;
  publish?: string;
  await?: Strategy;
  incoming: EdgeId[];
  outgoing: EdgeId[];
  reachable: boolean;
  writer: boolean;
  loops: string[]; // bodies that contain it, innermost first
  branches: { fanOut: NodeId; head: NodeId }[]; // branches it lies in, outermost first
  convergenceOf: NodeId[]; // fan-outs that end here
  fingerprint: string; // R-CORE-15
  props: { [property: string]: Range }; // what is written on the node, for forms and fixes
}
export interface LlmNode extends NodeBase {
  kind: 'agent' | 'judge';
  model?: MixedText;
  backend: Eff<EnvText>;
  provider?: EnvText;
  system?: string;
  user?: string;
  session: Session;
  tools: string[];
  toolPolicy?: Eff<string[]>;
  capabilities: Eff<string[]>;
  toolMaxSteps: number;
  maxTokens: number;
  reasoningEffort?: Effort | EnvText;
  readonly: boolean;
  interaction: Eff<Interaction>;
  interactionPrompt?: string;
  interactionModel?: EnvText;
  mcp: { inherit: boolean; servers: string[]; disable: string[] };
  compaction: Eff<Compaction>;
  memory?: Memory;
  sandbox?: Eff<Sandbox>;
  cursors: { cursor: string; value: EnvText | string | number }[];
}
export interface RouterNode extends NodeBase {
  kind: 'router';
  mode: 'fan_out_all' | 'condition' | 'round_robin' | 'llm';
  multi: boolean;
  model?: MixedText;
  backend?: Eff<EnvText>;
  provider?: EnvText;
  system?: string;
  user?: string;
  reasoningEffort?: Effort | EnvText;
}
export interface JoinNode extends NodeBase {
  kind: 'join';
  strategy: Strategy;
  require: NodeId[];
}
export interface HumanNode extends NodeBase {
  kind: 'human';
  interaction: Eff<Interaction>;
  instructions?: string;
  minAnswers: number;
  model?: MixedText;
  interactionModel?: EnvText;
  interactionPrompt?: string;
  system?: string;
}
export interface ToolNode extends NodeBase {
  kind: 'tool';
  command?: MixedText;
  script?: Template;
  language?: 'sh' | 'bash' | 'js' | 'python';
  sandbox?: Eff<Sandbox>;
}
export interface ComputeNode extends NodeBase {
  kind: 'compute';
  fields: { name: string; source: string; expr: Expr; range: Range }[];
}
export interface TerminalNode extends NodeBase {
  kind: 'done' | 'fail';
}
export type Session = 'fresh' | 'inherit' | 'inherit_if_available' | 'fork' | 'artifacts_only';
export type Interaction = 'none' | 'human' | 'llm' | 'llm_or_human';
export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

export interface Edge {
  id: EdgeId;
  index: number;
  ordinal: number; // place in the file; 1-based among edges with the same ends
  from: NodeId;
  to: NodeId;
  range: Range;
  description?: string;
  known: boolean; // known: both ends declared
  when?:
    | { kind: 'field'; field: string; negated: boolean; range: Range }
    | { kind: 'expr'; source: string; expr: Expr; range: Range };
  loop?: { name: string; range: Range };
  with?: { key: string; value: WithValue; range: Range }[]; // absent: L-EDGE-30 default; []: empty block
  back: boolean;
  leaves: NodeId[]; // back edge (L-SEM-10); fan-outs whose branches it leaves
}
export type WithValue = { kind: 'template'; template: Template } | { kind: 'json'; value: JsonTemplate };
export type JsonTemplate =
  | null
  | boolean
  | number
  | { t: Template }
  | JsonTemplate[]
  | { o: { [k: string]: JsonTemplate } };
export interface Loop {
  name: string;
  bound: { kind: 'literal'; value: number } | { kind: 'template'; template: Template };
  edges: EdgeId[];
  entries: NodeId[]; // targets of its edges
  home: NodeId[];
  body: NodeId[];
  inside: string[]; // inside: the loops it is inside of, innermost first
}
export interface FanOut {
  router: NodeId;
  convergence?: NodeId;
  explicit: boolean;
  strategy: Strategy;
  branches: { edge: EdgeId; head: NodeId; nodes: NodeId[]; detached: boolean }[];
}

export interface Template {
  source: string;
  whole: boolean;
  segments: Segment[];
} // whole: exactly one reference and nothing else
export type Segment = { kind: 'text'; text: string } | { kind: 'ref'; ref: Ref; raw: boolean; range: Range };
export interface Ref {
  ns: 'vars' | 'input' | 'outputs' | 'artifacts' | 'loop' | 'run' | 'attachments';
  path: (string | number)[];
  known: boolean;
  type: StaticType;
}
export type StaticType = Type | 'null' | 'list' | 'map' | 'unknown';
export interface EnvText {
  source: string;
  segments: ({ kind: 'text'; text: string } | { kind: 'env'; name: string; default?: EnvText; range: Range })[];
}
export interface MixedText {
  // environment and template references; for commands the shell quoting of each reference
  source: string;
  segments: (Segment | { kind: 'env'; name: string; default?: EnvText; range: Range })[];
  quoting?: ('bare' | 'single' | 'double' | 'none')[];
}
export type Expr =
  | { op: 'lit'; value: Json }
  | { op: 'path'; ns: Ref['ns']; path: (string | Expr)[]; known: boolean }
  | { op: 'member'; of: Expr; key: string | Expr }
  | { op: 'not' | 'neg'; arg: Expr }
  | { op: 'call'; fn: string; args: Expr[] }
  | { op: 'or' | 'and' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%'; left: Expr; right: Expr };

export interface Schema extends Decl {
  fields: { name: string; type: Type; enum?: string[]; description?: string; range: Range }[];
}
export interface Prompt extends Decl {
  body: Template;
  usedBy: { node: NodeId; slot: string }[];
}
export interface Var extends Decl {
  type: Type;
  default?: Json | EnvText;
  hasDefault: boolean;
  scope: 'file' | 'workflow';
}
export interface Preset extends Decl {
  values: { [v: string]: Json };
}
export interface Attachment extends Decl {
  kind: 'file' | 'image';
  acceptMime: string[];
  required: boolean;
  label?: string;
}
export interface McpServer extends Decl {
  transport: 'stdio' | 'http' | 'sse';
  command?: EnvText;
  args: EnvText[];
  env: { [k: string]: EnvText };
  url?: EnvText;
  headers: { [k: string]: EnvText };
  auth?: { type: 'oauth2'; authUrl: string; tokenUrl: string; revokeUrl?: string; clientId: string; scopes: string[] };
}
export interface Mcp {
  autoloadProject: boolean;
  servers: string[];
  disable: string[];
}
export interface Compaction {
  threshold?: number;
  preserveRecent?: number;
}
export interface Memory {
  enabled: boolean;
  scope: string;
  autoload: string[];
  read: boolean;
  write: boolean;
  preCompactInject: boolean;
}
export interface Sandbox {
  mode: 'auto' | 'none' | 'inline';
  image?: string;
  user?: string;
  workspaceFolder?: string;
  hostState?: 'auto' | 'none';
  postCreate?: string;
  env: { [k: string]: string };
  mounts: string[];
  network?: { mode?: string; preset?: string; inherit?: string; rules: string[] };
  build?: { dockerfile?: string; context?: string; args: { [k: string]: string } };
}
export interface Cursor extends Decl {
  text: string;
  values?: { name: string; text: string }[];
  bands?: { lo: number; hi: number; text: string }[];
}
export interface Diagnostic {
  code: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  hint: string;
  range: Range;
  nodeId?: NodeId;
  edgeId?: EdgeId;
  path?: string;
  related?: { range: Range; message: string }[];
  fixes?: { title: string; preferred?: boolean; edits: TextEdit[] }[];
}
