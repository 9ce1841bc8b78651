// `schema`: the JSON Schema of the compiled graph (language.md, Appendix A), as it is generated from the types of the graph.
import type { Json } from '@iterion/engine';
import type { Command, CommandResult, Invocation } from '../args/spec.ts';

export const schema: Command = {
  name: 'schema',
  summary: 'print the JSON Schema of the compiled graph',
  options: [],
  examples: ['iterion schema > graph.schema.json'],
  run: (invocation) => print(invocation),
};

async function print({ json, terminal }: Invocation): Promise<CommandResult> {
  const { default: text } = await import('../../../../docs/reference/graph.schema.json?raw');
  if (!json) terminal.out(text);
  return { exitCode: 0, json: JSON.parse(text) as Json };
}
