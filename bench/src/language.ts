// The language package on generated files of 10 to 5,000 nodes, beside js-yaml, yaml and Langium (bench/peers) in the same run: the YAML
// parsers read YAML texts of the same size, Langium the same texts with a grammar of the same shape. Prints medians with the goals beside
// them; asserts nothing but that the generated files are valid. Run: pnpm --filter @iterion/bench language
import { applyEdits, compile, edit, format, parse, type CompiledGraph, type EditOperation } from '@iterion/dsl';
import { load } from 'js-yaml';
import { parseDocument } from 'yaml';
import { generateWorkflow } from './generate.ts';

interface Times {
  readonly median: number;
  readonly p95: number;
}

/** Median and 95th percentile of the time of `work` in milliseconds, after some rounds that only warm up. */
function measure(work: (round: number) => unknown, rounds: number): Times {
  for (let round = 0; round < 3; round++) work(round);
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    work(round);
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  return { median: times[Math.floor(rounds / 2)] ?? 0, p95: times[Math.floor(rounds * 0.95)] ?? 0 };
}

/** A YAML document with the same amount of text in the same shape: blocks of short properties. */
function yamlOf(text: string): string {
  const blocks: string[] = [];
  for (let length = 0, n = 0; length < text.length; n++) {
    const block = `step_${n}:\n  model: "anthropic/claude-sonnet-4-5"\n  output: result\n  system: rules_${n % 8}\n  user: ask_${n % 8}\n  readonly: true\n`;
    blocks.push(block);
    length += block.length;
  }
  return blocks.join('');
}

/** Reads the parts of a graph that are made when they are read. */
function whole(graph: CompiledGraph): number {
  return graph.nodes.length + graph.edges.length;
}

interface Peer {
  readonly parse: (text: string) => readonly unknown[];
  readonly withQuotedPrompts: (text: string) => string;
}

/** Langium, where `npm install` was run in bench/peers. */
async function langium(): Promise<Peer | undefined> {
  try {
    const peer = (await import(new URL('../peers/langium.mjs', import.meta.url).href)) as {
      makeParser: () => Promise<Peer['parse']>;
      withQuotedPrompts: Peer['withQuotedPrompts'];
    };
    return { parse: await peer.makeParser(), withQuotedPrompts: peer.withQuotedPrompts };
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.log('langium: not installed (npm install in bench/peers)');
    return undefined;
  }
}

const COLUMNS = [
  'parse, cold',
  'parse',
  'validate',
  'with graph',
  'edit p50',
  'edit p95',
  'with graph p95',
  'format',
  'js-yaml',
  'yaml (CST)',
  'langium',
] as const;
const GOALS: { readonly [column in (typeof COLUMNS)[number]]?: number } = {
  'parse, cold': 8,
  validate: 10,
  'edit p95': 5,
  format: 15,
};

function row(name: string, cell: (column: (typeof COLUMNS)[number]) => string): void {
  console.log([name.padEnd(12), ...COLUMNS.map((column) => cell(column).padStart(column.length + 2))].join(''));
}

function languageTimes(text: string, rounds: number): { readonly [column: string]: number } {
  const start = performance.now();
  const document = parse(text);
  const cold = performance.now() - start;
  const errors = compile(document).diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`a generated file is not valid: ${errors[0]?.code} ${errors[0]?.message}`);
  // One property of a node in the middle of the file, to and fro: the operation, the text, what changed of the tree, all diagnostics.
  const names = [...text.matchAll(/^(?:agent|judge) (\w+):/gm)].map((match) => match[1] ?? '');
  const name = names[Math.floor(names.length / 2)] ?? '';
  const change = (round: number): EditOperation => ({
    op: 'setProperty',
    target: { space: 'node', name, path: ['model'] },
    value: `provider/model-${round % 10}`,
  });
  let current = document;
  const edited = (round: number): CompiledGraph => {
    const result = edit(current, change(round));
    if (!result.ok) throw new Error(result.refusal.reason);
    current = parse(applyEdits(current.text, result.edits), current);
    return compile(current);
  };
  const parsing = measure(() => parse(text), rounds);
  const diagnostics = measure((round) => edited(round), rounds * 3);
  return {
    'parse, cold': cold,
    parse: parsing.median,
    validate: measure(() => compile(parse(text)), rounds).median,
    'with graph': measure(() => whole(compile(parse(text))), rounds).median,
    'edit p50': diagnostics.median,
    'edit p95': diagnostics.p95,
    'with graph p95': measure((round) => whole(edited(round)), rounds * 3).p95,
    format: measure(() => format(parse(text)), rounds).median,
  };
}

const peer = await langium();
console.log(
  `Node ${process.versions.node}; milliseconds, medians of many rounds in one process; validate and format read the text anew`,
);
row('nodes    kB', (column) => column);
for (const nodes of [10, 100, 1000, 5000]) {
  const text = generateWorkflow(nodes, nodes);
  const rounds = nodes >= 5000 ? 20 : 60;
  const yamlText = yamlOf(text);
  const quoted = peer?.withQuotedPrompts(text) ?? '';
  if (peer !== undefined && peer.parse(quoted).length > 0) throw new Error('Langium does not read the generated file');
  const fewer = nodes >= 1000 ? 5 : 20;
  const times: { readonly [column: string]: number } = {
    ...languageTimes(text, rounds),
    'js-yaml': measure(() => load(yamlText), fewer).median,
    'yaml (CST)': measure(() => parseDocument(yamlText), fewer).median,
    ...(peer === undefined ? {} : { langium: measure(() => peer.parse(quoted), fewer).median }),
  };
  row(`${String(nodes).padStart(5)} ${String(Math.round(text.length / 1024)).padStart(5)}`, (column) => {
    const time = times[column];
    return time === undefined ? '—' : time.toFixed(2);
  });
  if (nodes === 1000) row('   goal', (column) => (GOALS[column] === undefined ? '' : `≤ ${GOALS[column]}`));
  if (nodes === 1000) {
    const speed = text.length / 1e6 / ((times.parse ?? 1) / 1000);
    console.log(`parsing 1,000 nodes: ${speed.toFixed(0)} MB/s, goal ≥ 20 MB/s`);
  }
}
