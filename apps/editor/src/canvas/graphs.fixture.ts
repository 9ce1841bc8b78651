// Graphs for the tests of the canvas, compiled from text by the language itself.
import { compile, parse } from '@iterion/dsl';
import type { CompiledGraph } from '@iterion/dsl';
import { project } from '../document/projection.ts';
import type { Projection } from '../document/projection.ts';

export interface Shown {
  readonly graph: CompiledGraph;
  readonly projection: Projection;
}
export function shown(text: string, previous?: Projection): Shown {
  const graph = compile(parse(text));
  return { graph, projection: project({ text, graph }, previous) };
}

/** One node of every kind, a fan-out that joins, conditions, a loop, data on an edge. */
export const everyKind = `
vars:
  rounds: int = 3

prompt ask:
  Please look at {{input.text}} and decide.

schema verdict:
  approved: bool
  text: string

agent writer:
  model: "anthropic/claude-sonnet-4-5"
  output: verdict
  user: ask
  tools: [read_file, git_diff]
  session: inherit
  readonly: true
  publish: draft

judge checker:
  model: "\${JUDGE_MODEL}"
  backend: "codex"
  input: verdict
  output: verdict
  reasoning_effort: high

router split:
  mode: fan_out_all

join both:
  require: [lint, score]

human person:
  output: verdict
  instructions: ask
  min_answers: 1

tool lint:
  command: "make lint"

compute score:
  expr:
    total: "1 + 1"

## Everything at once.
workflow every:
  entry: writer
  default_backend: "claw"

  writer -> checker
  checker -> split when approved
  checker -> writer when not approved as again("{{vars.rounds}}") with {
    text: "{{input.text}}",
    approved: false
  }
  split -> lint
  split -> score
  lint -> both
  score -> both
  both -> person
  person -> done when approved
  person -> fail
`;
