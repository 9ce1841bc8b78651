// The plan for people: a table of nodes, then loops, fan-outs, the worst case and what the file may do.
import { formatDuration, type Bound } from '@iterion/engine';
import type { Estimate } from '@iterion/runtime';
import { cost, plural, tokens, visible } from '@iterion/runtime/text';
import { tableLines, type Cell } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';
import type { WorkflowPlan } from './plan.ts';

export function printPlan(terminal: Terminal, plan: WorkflowPlan, estimate: Estimate | undefined): void {
  const dim = (text: string): string => terminal.paint('dim', text);
  terminal.out(`${terminal.paint('bold', visible(plan.workflow))}  ${dim(visible(plan.file))}\n\n`);
  const head = ['NODE', 'KIND', 'AT MOST', 'BACKEND', 'MODEL', ''].map((text): Cell => ({
    text,
    paint: dim,
    right: text === 'AT MOST',
  }));
  const rows = plan.nodes.map((node): Cell[] => [
    { text: node.id },
    { text: node.kind, paint: dim },
    { text: boundText(node.maxActivations), right: true },
    { text: node.backend ?? '' },
    { text: node.model ?? '' },
    {
      text: [
        node.writer ? 'writes' : '',
        node.inside.length > 0 ? `in ${node.inside.join(' in ')}` : '',
        node.reason ?? '',
      ]
        .filter((part) => part !== '')
        .join(' · '),
      paint: dim,
    },
  ]);
  for (const line of tableLines([head, ...rows])) terminal.out(`  ${line}\n`);
  const facts: [string, string][] = [
    ...plan.loops.map(({ name, max, inside }): [string, string] => [
      'loop',
      `${name}: at most ${boundText(max)} passes${inside.length > 0 ? ` (inside ${inside.join(', ')})` : ''}`,
    ]),
    ...plan.fanOuts.map(({ router, convergence, strategy, branches }): [string, string] => [
      'fan-out',
      `${router}: ${branches.length} branches meet at ${convergence ?? 'no node'} (${strategy})`,
    ]),
    ['width', `${plan.width} ${plan.width === 1 ? 'branch' : 'branches'} at a time`],
    ['worst case', worstText(plan)],
    ...(estimate === undefined ? [] : [['usual', usualText(estimate)] as [string, string]]),
    ...allowed('commands', plan.capabilities.commands),
    ...allowed('writes', plan.capabilities.writers),
    ...allowed('MCP', plan.capabilities.mcp_servers),
    ...allowed('environment', plan.capabilities.environment),
  ];
  terminal.out('\n');
  for (const line of tableLines(facts.map(([name, text]): Cell[] => [{ text: name, paint: dim }, { text }])))
    terminal.out(`  ${line}\n`);
}

function boundText(bound: Bound): string {
  return bound === null ? 'no bound' : bound.toLocaleString('en-US');
}

function worstText({ worst, limits }: WorkflowPlan): string {
  const parts = [`${boundText(worst.attempts)} counted attempts`];
  if (worst.modelSteps !== 0) {
    parts.push(worst.modelSteps === null ? 'model steps without bound' : `${boundText(worst.modelSteps)} model steps`);
    parts.push(`${boundText(worst.outputTokens)} output tokens`);
  }
  if (typeof limits.max_cost_usd === 'number') parts.push(cost(limits.max_cost_usd, false));
  if (typeof limits.max_duration === 'number') parts.push(formatDuration(limits.max_duration * 1000));
  const cut = worst.limitedBy.length === 0 ? '' : `  (cut by the budget: ${worst.limitedBy.join(', ')})`;
  return `${parts.join(', ')}${cut}`;
}

/** What the finished runs took: half of them at most this, 95 % at most that. */
function usualText({ runs, active_s, tokens: used, cost_usd }: Estimate): string {
  const share = (key: 'median' | 'p95'): string =>
    [
      formatDuration(active_s[key] * 1000),
      ...(used[key] > 0 ? [tokens(used[key])] : []),
      cost(cost_usd[key], false),
    ].join(', ');
  return `${share('median')}; 95 % within ${share('p95')}  (${plural(runs, 'finished run')})`;
}

function allowed(name: string, items: readonly string[]): [string, string][] {
  return items.length === 0 ? [] : [[name, items.join(', ')]];
}
