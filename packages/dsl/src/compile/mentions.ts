// The names that a declaration or edge mentions: in its own texts (templates and expressions), and as a node the prompts, schemas,
// servers and cursors it refers to. What is said here follows from the statement alone, so it is worked out once per statement;
// statements are the same objects from parse to parse.
import { entriesOf, type Token } from '../tree.ts';
import type { ParsedText } from '../template/template.ts';
import type { Properties } from './properties.ts';
import { commandOf, expressionOf, mixedOf, templateOf } from './texts.ts';

/** Names in texts. A bare `input.F` may be a variable (L-EDGE-32, L-EDGE-33). */
export class TextMentions {
  readonly vars: string[] = [];
  readonly attachments: string[] = [];
  /** The name space as a whole is used. */
  allVars = false;
  allAttachments = false;
  /** A text reads what other nodes bring forth, so its meaning depends on the graph. */
  readsGraph = false;

  private path(ns: string, first: unknown): void {
    if (ns === 'outputs' || ns === 'artifacts' || ns === 'loop') this.readsGraph = true;
    if (typeof first !== 'string') return;
    if (ns === 'vars' || ns === 'input') this.vars.push(first);
    if (ns === 'attachments') this.attachments.push(first);
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
  readonly texts = new TextMentions();
  readonly prompts: { readonly slot: string; readonly name: string }[] = [];
  readonly schemas: string[] = [];
  readonly servers: string[] = [];
  readonly cursors: string[] = [];
  /** The artifact it publishes. */
  readonly publish: string | undefined;

  constructor(props: Properties) {
    for (const slot of PROMPT_SLOTS) {
      const name = props.value(slot);
      if (name !== undefined) this.prompts.push({ slot, name });
    }
    for (const property of ['input', 'output']) add(this.schemas, props.value(property));
    const mcp = props.block('mcp');
    for (const list of ['servers', 'disable']) for (const each of mcp?.list(list) ?? []) this.servers.push(each.text);
    for (const list of ['tools', 'tool_policy']) {
      for (const each of props.list(list) ?? [])
        if (each.text.startsWith('mcp.')) add(this.servers, each.text.split('.')[1]);
    }
    const used = props.get('cursors');
    for (const entry of used === undefined ? [] : entriesOf(used.node)) this.cursors.push(entry.key.value);
    this.publish = props.value('publish');
    this.readTexts(props);
  }

  private readTexts(props: Properties): void {
    const { texts } = this;
    const model = props.token('model');
    if (model !== undefined) texts.template(mixedOf(model));
    const command = props.token('command');
    if (command !== undefined) texts.template(commandOf(command));
    const script = props.token('script');
    if (script !== undefined) texts.template(templateOf(script));
    const expr = props.get('expr');
    for (const entry of expr === undefined ? [] : entriesOf(expr.node)) {
      if (entry.value?.type === 'Literal') texts.expression(entry.value.token);
    }
  }
}

function add(names: string[], name: string | undefined): void {
  if (name !== undefined) names.push(name);
}
