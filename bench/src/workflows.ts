// Workflows of nodes that do nothing, for what the machinery itself costs. Each is an effect: the host starts it and takes its result.
import { compile, parse, type CompiledGraph } from '@iterion/dsl';

export interface Benched {
  readonly text: string;
  readonly graph: CompiledGraph;
}

const agent = (name: string): string => `agent ${name}:\n  backend: "claw"\n  readonly: true\n`;

function compiled(text: string): Benched {
  const graph = compile(parse(text));
  const errors = graph.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return { text, graph };
}

/** `n0 -> n1 -> … -> done`. */
export function chain(length: number): Benched {
  const names = Array.from({ length }, (_, index) => `n${index}`);
  const edges = names.map((name, index) => `  ${name} -> ${names[index + 1] ?? 'done'}\n`);
  return compiled(`${names.map(agent).join('')}workflow chain:\n  entry: n0\n${edges.join('')}`);
}

/** A fan-out into so many branches of one node, and their join. */
export function fanOut(width: number): Benched {
  const names = Array.from({ length: width }, (_, index) => `b${index}`);
  return compiled(`router split:
  mode: fan_out_all
${names.map(agent).join('')}join meet:
  strategy: wait_all
workflow fan:
  entry: split
${names.map((name) => `  split -> ${name}\n  ${name} -> meet\n`).join('')}  meet -> done
`);
}

/** A node and a check that reads its history, so many passes. */
export function loop(passes: number): Benched {
  return compiled(`schema step:
  n: int
schema seen:
  count: int
  last: int
  again: bool
agent work:
  backend: "claw"
  readonly: true
  output: step
compute check:
  output: seen
  expr:
    count: "length(outputs.work.history)"
    last: "outputs.work.history[-1].n"
    again: "length(outputs.work.history) <= ${passes}"
workflow looping:
  entry: work
  work -> check
  check -> work when again as turn(${passes})
  check -> done when not again
`);
}
