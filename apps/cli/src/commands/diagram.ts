// `diagram FILE` (R-CLI-21; `-` is standard input): the graph as a Mermaid flowchart.
import { oneOf } from '../args/oneOf.ts';
import type { Command, CommandResult, Invocation, Parsed } from '../args/spec.ts';
import { Failure, usage } from '../failure.ts';

const VIEWS = ['compact', 'detailed', 'full'] as const;
const DIRECTIONS = ['TD', 'LR'] as const;

export const diagram: Command = {
  name: 'diagram',
  summary: 'print a workflow as a Mermaid flowchart',
  operands: 'FILE',
  least: 1,
  most: 1,
  options: [
    { name: 'view', value: 'VIEW', summary: 'compact (default), detailed or full' },
    { name: 'detailed', summary: 'the same as --view detailed' },
    { name: 'full', summary: 'the same as --view full' },
    { name: 'direction', value: 'DIR', summary: 'TD (default) or LR' },
  ],
  examples: ['iterion diagram review.iter --detailed > review.mmd'],
  run: (invocation) => draw(invocation),
};

async function draw({ args, terminal, json, cwd }: Invocation): Promise<CommandResult> {
  const { loadWorkflow } = await import('../workflow/load.ts');
  const { mermaid } = await import('@iterion/dsl');
  const { standardInput } = await import('../workflow/standardInput.ts');
  const view = viewOf(args);
  const direction = oneOf('direction', args.value('direction') ?? 'TD', DIRECTIONS);
  const stdin = await standardInput(args.operands, terminal);
  const { file, graph } = loadWorkflow(args.operands[0] ?? '', { cwd, stdin });
  if (graph.nodes.every(({ kind }) => kind === 'done' || kind === 'fail')) {
    throw new Failure('WORKFLOW_INVALID', `${file} has no node to draw`, {
      hint: `see what is wrong with: iterion validate ${file}`,
      known: { file },
    });
  }
  const text = mermaid(graph, { view, direction });
  if (!json) terminal.out(text.endsWith('\n') ? text : `${text}\n`);
  return { exitCode: 0, json: { file, workflow_name: graph.workflow?.name ?? null, view, mermaid: text } };
}

function viewOf(args: Parsed): (typeof VIEWS)[number] {
  const named = args.value('view');
  const asked = [
    ...(named === undefined ? [] : [named]),
    ...VIEWS.filter((view) => view !== 'compact' && args.has(view)),
  ];
  if (new Set(asked).size > 1)
    throw usage(`only one view can be drawn, not ${asked.join(' and ')}`, 'give one of --view, --detailed, --full');
  return oneOf('view', asked[0] ?? 'compact', VIEWS);
}
