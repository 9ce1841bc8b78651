// Sandboxes (C044, C060) and what cannot reach out of one: capabilities (C080, C081, C082). See L-WF-10, L-DECL-28.
import { absolute } from '../compile/context.ts';
import type { Model } from '../compile/model.ts';
import type { Properties, PropertyAt } from '../compile/properties.ts';
import type { NodeSymbol } from '../compile/symbols.ts';
import { didYouMeanFix, inside, setProperty, unsetProperty } from './fixes.ts';
import { about, type Owner } from './owner.ts';

export function checkSandbox(model: Model, owner: Owner): void {
  const property = owner.props.get('sandbox');
  if (property === undefined || property.node.broken) return;
  browser(model, owner);
  const block = property.node.block === undefined ? undefined : owner.props.block('sandbox');
  if (block === undefined) {
    short(model, owner, property);
    return;
  }
  words(model, owner, block, ['sandbox'], { mode: ['auto', 'none', 'inline'], host_state: ['auto', 'none'] });
  const network = block.block('network');
  if (network !== undefined) {
    const allowed = { mode: ['allowlist', 'denylist', 'open'], inherit: ['merge', 'replace', 'append'] };
    words(model, owner, network, ['sandbox', 'network'], allowed);
  }
  combination(model, owner, property, block);
}

function short(model: Model, owner: Owner, property: PropertyAt): void {
  const text = owner.props.text('sandbox');
  if (text === undefined) return;
  const mode = owner.props.word('sandbox');
  const span = absolute(property.at, property.node.value ?? property.node.name);
  if (mode === undefined) {
    const allowed = ['auto', 'none', 'inline'];
    model.context.problems.report('C044', span, {
      form: 'word',
      with: { value: text.text, property: 'sandbox', allowed: allowed.join(', ') },
      ...about(owner, 'sandbox'),
      fixes: [
        didYouMeanFix(text.text, allowed, inside(text.token, text.at)),
        unsetProperty(owner.space, owner.name, ['sandbox']),
      ],
    });
  } else if (mode === 'inline') {
    model.context.problems.report('C044', span, {
      form: 'neither',
      ...about(owner, 'sandbox'),
      fixes: [
        setProperty('Use `auto`', owner.space, owner.name, ['sandbox'], 'auto'),
        unsetProperty(owner.space, owner.name, ['sandbox']),
      ],
    });
  }
}

function words(
  model: Model,
  owner: Owner,
  block: Properties,
  path: readonly string[],
  sets: { readonly [name: string]: readonly string[] },
): void {
  for (const [name, allowed] of Object.entries(sets)) {
    const text = block.text(name);
    if (text === undefined || block.unknown(name) || allowed.includes(text.text)) continue;
    model.context.problems.report('C044', text, {
      form: 'word',
      with: { value: text.text, property: name, allowed: allowed.join(', ') },
      ...about(owner, ...path, name),
      fixes: [
        didYouMeanFix(text.text, allowed, inside(text.token, text.at)),
        unsetProperty(owner.space, owner.name, [...path, name]),
      ],
    });
  }
}

/** `inline` takes exactly one of image and build; the other modes take neither. */
function combination(model: Model, owner: Owner, property: PropertyAt, block: Properties): void {
  const { problems } = model.context;
  const mode = block.get('mode') === undefined ? 'inline' : block.word('mode');
  if (mode === undefined || block.unknown('mode')) return;
  const image = block.get('image');
  const build = block.get('build');
  const span = absolute(property.at, property.node.name);
  const remove = (name: string) => unsetProperty(owner.space, owner.name, ['sandbox', name]);
  if (mode !== 'inline') {
    for (const [name, found] of Object.entries({ image, build })) {
      if (found === undefined) continue;
      problems.report('C044', absolute(found.at, found.node.name), {
        form: 'combination',
        with: { property: name, mode },
        ...about(owner, 'sandbox', name),
        fixes: [remove(name)],
      });
    }
  } else if (image === undefined && build === undefined) {
    const path = ['sandbox', 'image'];
    const fixes = [setProperty('Add `image`', owner.space, owner.name, path, 'debian:stable')];
    problems.report('C044', span, { form: 'neither', ...about(owner, 'sandbox'), fixes });
  } else if (image !== undefined && build !== undefined) {
    problems.report('C044', span, {
      form: 'both',
      ...about(owner, 'sandbox'),
      fixes: [remove('build'), remove('image')],
    });
  }
}

/** The mode a sandbox property asks for; undefined without one, or when it cannot be read. */
function modeOf(props: Properties): string | undefined {
  const property = props.get('sandbox');
  if (property === undefined) return undefined;
  if (property.node.block === undefined) return props.word('sandbox');
  return props.block('sandbox')?.get('mode') === undefined ? 'inline' : props.block('sandbox')?.word('mode');
}

/** The sandbox of a node, else of the workflow, is `auto` or `inline`. */
function isActive(model: Model, node?: NodeSymbol): boolean {
  const own = node?.props.get('sandbox') === undefined ? undefined : modeOf(node.props);
  const workflow = model.symbols.workflow?.props;
  const mode = own ?? (workflow === undefined || node?.props.get('sandbox') !== undefined ? own : modeOf(workflow));
  return mode === 'auto' || mode === 'inline';
}

const BROWSERS = /playwright|puppeteer|chrom|browser|firefox|webkit|selenium/i;

/** C060: a Playwright server is active, and nothing says that the sandbox has a browser. */
function browser(model: Model, owner: Owner): void {
  const mode = modeOf(owner.props);
  if (mode !== 'auto' && mode !== 'inline') return;
  const block = owner.props.block('sandbox');
  const image = block?.text('image');
  if (image === undefined ? mode === 'inline' : BROWSERS.test(image.text)) return;
  const name = activeServers(model, owner).find((each) => isPlaywright(model, each));
  const server = name === undefined ? undefined : model.symbols.servers.get(name);
  const place = server === undefined ? undefined : absolute(server.at, server.nameToken);
  const span = image ?? place;
  if (name === undefined || span === undefined) return;
  model.context.problems.report('C060', span, {
    with: { image: image?.text ?? mode, server: name },
    ...about(owner, 'sandbox', 'image'),
    related: place === undefined ? [] : [{ span: place, message: 'The server.' }],
  });
}

/** The servers that are active where the sandbox of the node, or of the workflow, applies. */
function activeServers(model: Model, owner: Owner): string[] {
  const servers = new Set<string>();
  const add = (props: Properties | undefined): void => {
    const mcp = props?.block('mcp');
    for (const each of mcp?.list('servers') ?? []) servers.add(each.text);
    for (const each of mcp?.list('disable') ?? []) servers.delete(each.text);
  };
  if (owner.props.block('mcp')?.bool('inherit') !== false) add(model.symbols.workflow?.props);
  if (owner.space === 'node') add(owner.props);
  else for (const node of model.nodes) if (node.props.get('sandbox') === undefined) add(node.props);
  return [...servers];
}

function isPlaywright(model: Model, name: string): boolean {
  if (/playwright/i.test(name)) return true;
  const props = model.symbols.servers.get(name)?.props;
  const texts = [props?.value('command') ?? '', ...(props?.list('args') ?? []).map((each) => each.text)];
  return texts.some((text) => /playwright/i.test(text));
}

const ACTIONS = ['read', 'create', 'move', 'assign', 'label', 'close'];
const CAPABILITIES = ACTIONS.map((action) => `board.${action}`);

export function checkCapabilities(model: Model, owner: Owner, node?: NodeSymbol): void {
  if (owner.props.unknown('capabilities')) return;
  const list = owner.props.list('capabilities') ?? [];
  for (const element of list) {
    const { text } = element;
    const others = list.map((each) => each.text).filter((each) => each !== text);
    const remove = setProperty(`Remove \`${text}\``, owner.space, owner.name, ['capabilities'], others);
    const details = { with: { name: text }, ...about(owner, 'capabilities') };
    const place = inside(element.token, element.at);
    if (!/^[a-z][a-z_]*(?:\.(?:[a-z][a-z_]*|\*))?$/.test(text)) {
      const lower = text.toLowerCase();
      const fix = /^[a-z][a-z_]*(?:\.[a-z][a-z_]*)?$/.test(lower) && lower !== text;
      model.context.problems.report('C081', element, {
        ...details,
        fixes: [
          fix ? { title: `Change to \`${lower}\``, preferred: true, edits: [{ ...place, newText: lower }] } : undefined,
          remove,
        ],
      });
      continue;
    }
    if (text !== 'board.*' && !CAPABILITIES.includes(text)) {
      model.context.problems.report('C080', element, {
        ...details,
        fixes: [didYouMeanFix(text, CAPABILITIES, place), remove],
      });
    } else if (isActive(model, node)) model.context.problems.report('C082', element, details);
  }
}
