// A visual command on a graph, chosen at random: most of the closed list of edit operations, with arguments that mostly make sense.
import {
  type CompiledGraph,
  type EditOperation,
  languageTable,
  type PropertyRow,
  type PropertyValue,
} from '../packages/dsl/src/index.ts';
import type { Random } from './random.ts';

const TEXTS = [
  'plain',
  'with "quotes"',
  'two\nlines',
  'back\\slash',
  '`raw`',
  '',
  'a # b',
  '{{vars.x}}',
  '\t',
  'é😀',
] as const;
const NAMES = ['a', 'b', 'fresh_name', 'when', 'agent', 'é', 'done', 'not a name', 'input'] as const;

export function operationOn(graph: CompiledGraph, random: Random): EditOperation | undefined {
  const node = graph.nodes[random.below(graph.nodes.length)];
  const edge = graph.edges[random.below(graph.edges.length)];
  const name = random.of(NAMES);
  const text = random.of(TEXTS);
  if (node === undefined) return undefined;
  if (edge === undefined || random.chance(0.5)) return onNode(graph, node.id, random, name, text);
  switch (random.below(11)) {
    case 0:
      return { op: 'removeEdge', edge: edge.id };
    case 1:
      return { op: 'retargetEdge', edge: edge.id, to: node.id };
    case 2:
      return {
        op: 'setCondition',
        edge: edge.id,
        when: random.chance(0.3) ? null : { expression: `n > ${random.below(9)}` },
      };
    case 3:
      return { op: 'setCondition', edge: edge.id, when: { field: 'ok', negated: random.chance(0.5) } };
    case 4:
      return {
        op: 'setLoop',
        edge: edge.id,
        loop: random.chance(0.3) ? null : { name: 'again', bound: 1 + random.below(5) },
      };
    case 5:
      return {
        op: 'setWith',
        edge: edge.id,
        key: random.of(['x', 'y', 'z']),
        value: random.chance(0.5) ? { template: text } : { json: { a: [1, text] } },
      };
    case 6:
      return { op: 'unsetWith', edge: edge.id, key: edge.with?.[0]?.key ?? 'x' };
    case 7:
      return { op: 'renameWithKey', edge: edge.id, from: edge.with?.[0]?.key ?? 'x', to: 'renamed' };
    case 8:
      return {
        op: 'insertOnEdge',
        edge: edge.id,
        node: 'fresh_name',
        add: { kind: random.of(['agent', 'tool', 'human'] as const) },
      };
    case 9:
      return { op: 'setDescription', target: { edge: edge.id }, text };
    default:
      return {
        op: 'moveEdge',
        edge: edge.id,
        place: { after: graph.edges[random.below(graph.edges.length)]?.id ?? edge.id },
      };
  }
}

function onNode(
  graph: CompiledGraph,
  id: string,
  random: Random,
  name: string,
  text: string,
): EditOperation | undefined {
  const other = graph.nodes[random.below(graph.nodes.length)]?.id ?? id;
  const kind = graph.nodes.find((node) => node.id === id)?.kind;
  const rows = kind === undefined || kind === 'done' || kind === 'fail' ? [] : languageTable.kinds[kind].properties;
  const target = (row: PropertyRow) => ({ space: 'node', name: id, path: [row.name] }) as const;
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2: {
      const row = rows[random.below(rows.length)];
      const value = row === undefined ? undefined : valueFor(row, random, text);
      return row === undefined || value === undefined ? undefined : { op: 'setProperty', target: target(row), value };
    }
    case 3: {
      const row = rows[random.below(rows.length)];
      return row === undefined ? undefined : { op: 'unsetProperty', target: target(row) };
    }
    case 4:
      return { op: 'removeDeclaration', space: 'node', name: id };
    case 5:
      return { op: 'renameDeclaration', space: 'node', from: id, to: name };
    case 6:
      return { op: 'duplicateDeclaration', space: 'node', name: id, as: name };
    case 7:
      return { op: 'bridgeNode', name: id };
    case 8:
      return {
        op: 'changeKind',
        node: id,
        kind: random.of(['agent', 'tool', 'human', 'compute', 'router', 'join'] as const),
      };
    case 9:
      return { op: 'addEdge', from: id, to: other };
    case 10:
      return {
        op: 'addDeclaration',
        kind: random.of(['agent', 'schema', 'prompt', 'tool', 'mcp_server'] as const),
        name,
        body: text,
      };
    case 11:
      return { op: 'setDescription', target: { space: 'node', name: id }, text };
    case 12: {
      const prompt = graph.prompts[random.below(graph.prompts.length)];
      return prompt === undefined ? undefined : { op: 'setPromptBody', name: prompt.name, text };
    }
    default: {
      const schema = graph.schemas[random.below(graph.schemas.length)];
      return schema === undefined
        ? { op: 'setMember', block: { block: 'vars' }, key: 'fresh', parts: { type: 'string', default: text } }
        : { op: 'setMember', block: { block: 'fields', schema: schema.name }, key: name, parts: { type: 'int' } };
    }
  }
}

function valueFor({ value }: PropertyRow, random: Random, text: string): PropertyValue | undefined {
  switch (value.kind) {
    case 'word':
      return random.of(value.words);
    case 'name':
      return random.of(['a', 'b', 'report']);
    case 'string':
      return text;
    case 'int':
      return value.min + random.below(50);
    case 'number':
      return random.below(14) / 2;
    case 'bool':
      return random.chance(0.5);
    case 'list':
      return ['alpha', 'beta_2', 'gamma'].slice(0, 1 + random.below(3));
    case 'map':
      return { KEY: 'value' };
    case 'block':
    case 'members':
      return undefined;
    default:
      return value satisfies never;
  }
}
