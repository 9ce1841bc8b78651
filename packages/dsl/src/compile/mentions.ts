// The names that a declaration or edge mentions: in its own texts (templates and expressions), and as a node the prompts, schemas,
// servers and cursors it refers to. What is said here follows from the statement alone, so it is worked out once per statement;
// statements are the same objects from parse to parse.
import { entriesOf, type Token } from '../tree.ts';
import type { ParsedText } from '../template/template.ts';
import type { Properties } from './properties.ts';
import { commandOf, expressionOf, mixedOf, templateOf } from './texts.ts';

/** Most nodes mention little, and most lists stay this one. */
const NONE: readonly never[] = [];

/** The list grows in place once it is not the shared one. */
function added(names: readonly string[], name: string): readonly string[] {
  if (names.length === 0) return [name];
  (names as string[]).push(name);
  return names;
}

/** Names in texts. A bare `input.F` may be a variable (L-EDGE-32, L-EDGE-33). */
export class TextMentions {
  vars: readonly string[] = NONE;
  attachments: readonly string[] = NONE;
  /** The name space as a whole is used. */
  allVars = false;
  allAttachments = false;
  /** A text reads what other nodes bring forth, so its meaning depends on the graph. */
  readsGraph = false;

  private path(ns: string, first: unknown): void {
    if (ns === 'outputs' || ns === 'artifacts' || ns === 'loop') this.readsGraph = true;
    if (typeof first !== 'string') return;
    if (ns === 'vars' || ns === 'input') this.vars = added(this.vars, first);
    if (ns === 'attachments') this.attachments = added(this.attachments, first);
  }

  template(parsed: ParsedText): void {
    for (const piece of parsed.pieces) if (piece.kind === 'ref') this.path(piece.ns, piece.path[0]);
  }

  expression(token: Token): void {
    for (const { ns, path } of expressionOf(token).paths) {
      if (path.length > 0) this.path(ns, path[0]);
      else {
        this.path(ns, undefined);
        if (ns === 'vars') this.allVars = true;
        if (ns === 'attachments') this.allAttachments = true;
      }
    }
  }
}

const PROMPT_SLOTS = ['system', 'user', 'instructions', 'interaction_prompt'] as const;

/** What a node mentions. */
export class NodeMentions {
  readonly texts: TextMentions;
  readonly prompts: readonly { readonly slot: string; readonly name: string }[];
  readonly schemas: readonly string[];
  readonly servers: readonly string[];
  readonly cursors: readonly string[];
  /** The artifact it publishes. */
  readonly publish: string | undefined;

  constructor(props: Properties) {
    const prompts: { slot: string; name: string }[] = [];
    for (const slot of PROMPT_SLOTS) {
      const name = props.value(slot);
      if (name !== undefined) prompts.push({ slot, name });
    }
    this.prompts = prompts;
    const input = props.value('input');
    const output = props.value('output');
    this.schemas = input === undefined ? (output === undefined ? NONE : [output]) : [input, output ?? input];
    this.servers = serversOf(props);
    const used = props.get('cursors');
    this.cursors = used === undefined ? NONE : entriesOf(used.node).map((entry) => entry.key.value);
    this.publish = props.value('publish');
    this.texts = textsOf(props);
  }
}

function serversOf(props: Properties): readonly string[] {
  const mcp = props.block('mcp');
  const tools = [...(props.list('tools') ?? NONE), ...(props.list('tool_policy') ?? NONE)];
  if (mcp === undefined && tools.length === 0) return NONE;
  const active = [...(mcp?.list('servers') ?? NONE), ...(mcp?.list('disable') ?? NONE)].map((each) => each.text);
  const offered = tools.filter(({ text }) => text.startsWith('mcp.')).map(({ text }) => text.split('.')[1] ?? '');
  return [...active, ...offered];
}

const NO_TEXTS = new TextMentions();

function textsOf(props: Properties): TextMentions {
  const model = props.token('model');
  const command = props.token('command');
  const script = props.token('script');
  const expr = props.get('expr');
  const hasReferences = [model, command, script].some((token) => token?.value.includes('{{') === true);
  if (!hasReferences && expr === undefined) return NO_TEXTS;
  const texts = new TextMentions();
  if (model !== undefined) texts.template(mixedOf(model));
  if (command !== undefined) texts.template(commandOf(command));
  if (script !== undefined) texts.template(templateOf(script));
  for (const entry of expr === undefined ? NONE : entriesOf(expr.node)) {
    if (entry.value?.type === 'Literal') texts.expression(entry.value.token);
  }
  return texts;
}
