// The built-in tools that only read or ask (classes R and Q of R-TOOL-01) with their aliases. Everything else counts as writing
// (L-SEM-35): other built-ins, tools of MCP servers, names that are resolved at run time only.
import type { NodeSymbol } from './symbols.ts';
import type { EffectiveBackend } from './effective.ts';

const READING: ReadonlySet<string> = new Set(
  [
    'read_file Read list_files LS tree glob Glob search_codebase grep Grep git_status git_diff git_log',
    'web_fetch WebFetch todo_write TodoWrite ask_user AskUserQuestion',
  ].flatMap((names) => names.split(' ')),
);

function isReadingTool(name: string): boolean {
  return READING.has(name);
}

/** Whether a node may change the workspace (L-SEM-35, R-FAN-17). */
export function isWriter(node: NodeSymbol, backend: EffectiveBackend): boolean {
  const { props } = node;
  if (node.kind === 'tool') {
    if (props.get('script') !== undefined) return true;
    const command = props.value('command')?.trim();
    return command === undefined ? props.get('command') !== undefined : !isReadingTool(command);
  }
  if (node.kind !== 'agent' && node.kind !== 'judge') return false;
  if (props.bool('readonly') === true || props.unknown('readonly')) return false;
  if (backend.text !== 'claw' && backend.text !== 'simulate') return true;
  return (props.list('tools') ?? []).some((tool) => !isReadingTool(tool.text));
}
