// Names and aliases of the built-in tools (R-TOOL-01): canonical name first. A tool node whose command is one of them calls it
// (R-TOOL-16).
const TOOL_ALIASES = {
  read_file: ['Read'],
  list_files: ['LS'],
  tree: [],
  glob: ['Glob'],
  search_codebase: ['grep', 'Grep'],
  git_status: [],
  git_diff: [],
  git_log: [],
  write_file: ['Write'],
  patch: ['Edit', 'file_edit', 'edit_file'],
  run_command: ['bash', 'Bash', 'shell'],
  web_fetch: ['WebFetch'],
  todo_write: ['TodoWrite'],
  ask_user: ['AskUserQuestion'],
} as const satisfies { readonly [canonical: string]: readonly string[] };

const NAMES: ReadonlySet<string> = new Set(
  Object.entries(TOOL_ALIASES).flatMap(([name, aliases]) => [name, ...aliases]),
);

/** One bare word that names a built-in tool, or the dotted name of a tool of an MCP server. */
export function isToolName(word: string): boolean {
  return NAMES.has(word) || /^mcp\.[\p{L}\p{N}_-]+\.[\p{L}\p{N}_.-]+$/u.test(word);
}
