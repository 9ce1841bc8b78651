// Tool policies (R-TOOL-08): exact dotted name, `ns.*`, `*`. No list allows everything, an empty list nothing.

/** True if `name`, canonical and qualified, is allowed. */
export function isAllowed(policy: readonly string[] | null, name: string): boolean {
  if (policy === null) return true;
  return policy.some((pattern) => {
    if (pattern === '*' || pattern === name) return true;
    return pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1));
  });
}
