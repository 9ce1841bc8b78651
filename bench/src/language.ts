// The language package on generated files of 10 to 5,000 nodes, beside two YAML parsers on YAML texts of the same size in the same
// run. Prints medians; asserts nothing but that the generated files are valid. Run: pnpm --filter @iterion/bench language
import { applyEdits, compile, edit, format, parse } from '@iterion/dsl';
import { load } from 'js-yaml';
import { parseDocument } from 'yaml';
import { generateWorkflow } from './generate.ts';

/** Median, and 95th percentile, of the time of `work` in milliseconds. */
function measure(work: () => unknown, rounds: number): { median: number; p95: number } {
  work();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
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

const ms = (value: number): string => value.toFixed(2).padStart(9);
console.log(`language, milliseconds, median of many rounds in one process on Node ${process.versions.node}`);
console.log('nodes     kB   cold parse    parse     MB/s  compile  keystroke p95   format   js-yaml  yaml(CST)');
for (const nodes of [10, 100, 1000, 5000]) {
  const text = generateWorkflow(nodes, nodes);
  const rounds = nodes >= 5000 ? 10 : nodes >= 1000 ? 30 : 100;
  const cold = performance.now();
  const document = parse(text);
  const coldTime = performance.now() - cold;
  const graph = compile(document);
  const errors = graph.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(`the generated file of ${nodes} nodes is not valid: ${errors[0]?.code} ${errors[0]?.message}`);
  const parsing = measure(() => parse(text), rounds);
  const compiling = measure(() => compile(parse(text)), rounds);
  let flip = 0;
  let current = document;
  compile(current);
  const keystroke = measure(() => {
    const result = edit(current, {
      op: 'setProperty',
      target: { space: 'node', name: 'step_0001', path: ['output'] },
      value: 'result',
    });
    if (!result.ok) throw new Error(result.refusal.reason);
    flip += 1;
    const at = current.text.indexOf('Topic:');
    current = parse(applyEdits(current.text, [{ start: at, end: at, newText: flip % 2 === 0 ? 'x' : 'y' }]), current);
    return compile(current);
  }, rounds);
  const formatting = measure(() => format(parse(text)), Math.max(5, rounds / 3));
  const yamlText = yamlOf(text);
  const js = measure(() => load(yamlText), Math.max(5, rounds / 3));
  const cst = measure(() => parseDocument(yamlText), Math.max(3, rounds / 10));
  console.log(
    [
      String(nodes).padStart(5),
      String(Math.round(text.length / 1024)).padStart(6),
      ms(coldTime),
      ms(parsing.median),
      ms(text.length / 1e6 / (parsing.median / 1000)),
      ms(compiling.median),
      ms(keystroke.p95).padStart(14),
      ms(formatting.median),
      ms(js.median),
      ms(cst.median),
    ].join(' '),
  );
}
console.log(
  'limits: 1,000 nodes parse <= 8 ms cold and >= 20 MB/s; validate <= 10 ms; one edit with diagnostics p95 <= 5 ms; format <= 15 ms',
);
