// Nodes that the core carries out itself, in the batch that opened them: compute, routers, joins, terminals; and the asking of
// people, which only opens an interaction (§2.1, §2.8, R-FAN-12).
import type { ComputeNode, JoinNode, Node } from '@iterion/dsl';
import { branchOf, readUp } from './branchTree.ts';
import { coerceObject } from './coerce.ts';
import type { RunError } from './effects.ts';
import { failNode, finishNode } from './ending.ts';
import { evaluate } from './expression.ts';
import { failedJson } from './inputs.ts';
import { own, type Json, type JsonMap } from './json.ts';
import { askPerson } from './people.ts';
import { scopeOf } from './reading.ts';
import type { OpenPosition } from './state.ts';
import type { Work } from './work.ts';

export function carryOut(work: Work, branchId: string, node: Node): void {
  const position = branchOf(work.state, branchId)?.position;
  if (position?.k !== 'open') return;
  switch (node.kind) {
    case 'compute':
      return compute(work, branchId, node, position);
    case 'join':
      return join(work, branchId, node, position);
    case 'human':
      return askPerson(work, branchId);
    case 'router':
    case 'done':
    case 'fail':
      return finishNode(work, branchId, { output: position.input });
    case 'agent':
    case 'judge':
    case 'tool':
      return; // the host carries these out
    default:
      return node satisfies never;
  }
}

/** R-EDGE-20: every expression reads the same state; none sees another's result. */
function compute(work: Work, branchId: string, node: ComputeNode, position: OpenPosition): void {
  const scope = scopeOf(work.graph, work.state, branchId, { input: position.input });
  const output: [string, Json][] = [];
  for (const field of node.fields) {
    const result = evaluate(field.expr, scope);
    if (!result.ok) {
      failNode(work, branchId, {
        code: 'EXPRESSION_ERROR',
        message: `${node.id}.${field.name}: ${result.message}`,
        hint: `the expression is ${field.source}`,
      });
      return;
    }
    output.push([field.name, result.value]);
  }
  const values: JsonMap = Object.fromEntries(output);
  const schema = node.output === undefined ? undefined : work.graph.schemas.get(node.output);
  if (schema === undefined) return finishNode(work, branchId, { output: values });
  const checked = coerceObject(values, schema.fields, 'tool');
  const [wrong] = checked.wrong;
  if (wrong !== undefined) {
    failNode(work, branchId, {
      code: 'SCHEMA_VALIDATION',
      message: `${node.id}.${wrong.path}: expected ${wrong.expected}, found ${wrong.found}`,
    });
    return;
  }
  finishNode(work, branchId, {
    output: checked.value,
    ...(checked.missing.length === 0 ? {} : { output_issues: checked.missing.map((violation) => violation.path) }),
  });
}

function join(work: Work, branchId: string, node: JoinNode, position: OpenPosition): void {
  const output: JsonMap = {};
  const read = (id: string) => readUp(work.state, branchId, (scope) => scope.outputs, id);
  if (node.require.length > 0) {
    const missing = node.require.filter((id) => read(id) === undefined);
    if (missing.length > 0) {
      failNode(work, branchId, requiredMissing(node.id, missing));
      return;
    }
    for (const id of node.require) output[id] = read(id) ?? null;
  } else {
    for (const { from } of position.via) output[from] = read(from) ?? null;
  }
  // What `with` blocks mapped overwrites; the input holds it, later edges having overwritten earlier ones already.
  const input = position.input;
  for (const { edge, mapped } of position.via) {
    const keys = mapped ?? work.graph.edges.get(edge)?.with?.map((entry) => entry.key) ?? [];
    for (const key of keys) {
      const value = typeof input === 'object' && input !== null && !Array.isArray(input) ? own(input, key) : undefined;
      if (value !== undefined) output[key] = value;
    }
  }
  const failed = position.convergence?.strategy === 'best_effort' ? position.convergence.failed : undefined;
  const schema = node.output === undefined ? undefined : work.graph.schemas.get(node.output);
  const checked = schema === undefined ? undefined : coerceObject(output, schema.fields, 'input');
  const issues = checked === undefined ? [] : [...checked.missing, ...checked.wrong].map((violation) => violation.path);
  finishNode(work, branchId, {
    output: {
      ...(checked?.value ?? output),
      ...(failed === undefined ? {} : { _failed_branches: failedJson(failed) }),
    },
    ...(issues.length === 0 ? {} : { output_issues: issues }),
  });
}

export function requiredMissing(join: string, missing: readonly string[]): RunError {
  const names = missing.join(', ');
  return {
    code: 'JOIN_FAILED',
    message: `${join} requires ${names}, which ${missing.length === 1 ? 'has' : 'have'} no output`,
    node_id: join,
    hint: `resume to run ${missing.length === 1 ? 'its branch' : 'their branches'} again, or take ${names} out of require`,
    details: { missing: [...missing] },
  };
}
