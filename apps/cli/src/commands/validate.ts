// `validate FILE…` (R-CLI-11; `-` is standard input): every problem with its place and how to mend it; the last line is a count.
import type { Command, CommandResult, Invocation } from '../args/spec.ts';
import { failureOf } from '../failure.ts';
import type { CompiledGraph } from '@iterion/dsl';
import type { JsonMap } from '@iterion/engine';
import { plural, visible } from '@iterion/runtime/text';

export const validate: Command = {
  name: 'validate',
  summary: 'check workflow files',
  operands: 'FILE…',
  least: 1,
  most: Infinity,
  options: [
    { name: 'strict', summary: 'what a careful author would mend is an error' },
    { name: 'env', summary: 'look outside the file as well: environment variables, backends, values' },
    {
      name: 'env-file',
      value: 'FILE',
      summary: 'with --env: read environment variables from this file instead of .env',
    },
    { name: 'no-env-file', summary: 'with --env: read no .env file' },
  ],
  examples: [
    'iterion validate review.iter',
    'iterion validate workflows/*.iter --strict',
    'iterion validate - < review.iter',
  ],
  run: (invocation) => validateFiles(invocation),
};

async function validateFiles(invocation: Invocation): Promise<CommandResult> {
  const { args, terminal, json, cwd } = invocation;
  const { loadWorkflow } = await import('../workflow/load.ts');
  const { nameOf, standardInput } = await import('../workflow/standardInput.ts');
  const { countText, declaredNodes, printDiagnostic, validationJson } = await import('../workflow/diagnostics.ts');
  const strict = args.has('strict');
  const stdin = await standardInput(args.operands, terminal);
  const outside = args.has('env') ? await environmentOf(invocation) : undefined;
  const reports: JsonMap[] = [];
  const found = [];
  let invalid = 0;
  for (const operand of args.operands) {
    const file = nameOf(operand);
    try {
      const { graph } = loadWorkflow(operand, { cwd, strict, stdin });
      outside?.(graph);
      if (!graph.valid) invalid++;
      found.push(...graph.diagnostics);
      reports.push(validationJson(file, graph));
      if (json) continue;
      for (const diagnostic of graph.diagnostics) printDiagnostic(terminal, file, diagnostic);
      if (graph.diagnostics.length > 0) continue;
      const size = `${plural(declaredNodes(graph), 'node')}, ${plural(graph.edges.length, 'edge')}`;
      const name = graph.workflow === undefined ? '' : `workflow ${graph.workflow.name}, `;
      terminal.out(
        `${visible(file)}: ${terminal.paint('green', 'valid')} ${terminal.paint('dim', `(${name}${size})`)}\n`,
      );
    } catch (thrown) {
      const failure = failureOf(thrown);
      // One file that cannot be read does not hide what is wrong in the others.
      if (failure.code !== 'WORKFLOW_INVALID' || args.operands.length === 1) throw failure;
      invalid++;
      reports.push({
        file,
        valid: false,
        error: failure.error,
        diagnostics: [],
        parse_diagnostics: [],
        compile_diagnostics: [],
      });
      if (json) continue;
      terminal.out(`${visible(file)}: ${terminal.paint('red', 'error:')} ${visible(failure.message)}\n`);
      if (failure.parts.hint !== undefined)
        terminal.out(`  ${terminal.paint('dim', 'hint:')} ${visible(failure.parts.hint)}\n`);
    }
  }
  if (!json) {
    const files = args.operands.length;
    const bad = invalid === 0 ? 'all valid' : `${invalid} invalid`;
    terminal.out(files === 1 ? `${countText(found)}\n` : `${plural(files, 'file')}, ${bad}: ${countText(found)}\n`);
  }
  const [only] = reports;
  const document = reports.length === 1 && only !== undefined ? only : { files: reports, valid: invalid === 0 };
  return { exitCode: invalid === 0 ? 0 : 1, json: document };
}

/** Adds what the environment pass finds to a graph's diagnostics. */
async function environmentOf({ args, cwd }: Invocation): Promise<(graph: CompiledGraph) => void> {
  const { loadEnvironment } = await import('@iterion/runtime');
  const { environmentDiagnostics } = await import('../workflow/environmentChecks.ts');
  const named = args.value('env-file');
  const envFile = args.has('no-env-file') ? false : named;
  const { env } = loadEnvironment({ cwd, ...(envFile === undefined ? {} : { envFile }) });
  return (graph) => {
    const found = environmentDiagnostics(graph, env, cwd);
    graph.diagnostics.push(...found);
    if (found.some(({ severity }) => severity === 'error')) graph.valid = false;
  };
}
