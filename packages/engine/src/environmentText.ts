// Environment references `${NAME}` and `${NAME:-default}` over the values recorded at the start of the run (R-TPL-08, L-ENV-01..03).
// The environment itself is never read here.
import type { EnvText } from '@iterion/dsl';

/** Values by name. null: known, but not shown to the core (a secret, or unset under `--simulate`). */
export type EnvValues = { readonly [name: string]: string | null };

export interface ResolvedEnvText {
  readonly text: string;
  /** Names that are unset and without default, each once. */
  readonly missing: readonly string[];
}

/** Replaces every environment reference once; a default applies when the variable is unset or empty. */
export function resolveEnvText(text: EnvText, env: EnvValues): ResolvedEnvText {
  const missing = new Set<string>();
  return { text: resolved(text, env, missing), missing: [...missing] };
}

/** Defaults nest at most 100 deep: the parser leaves deeper text alone. */
function resolved(text: EnvText, env: EnvValues, missing: Set<string>): string {
  let result = '';
  for (const segment of text.segments) {
    if (segment.kind === 'text') {
      result += segment.text;
      continue;
    }
    const value = Object.hasOwn(env, segment.name) ? env[segment.name] : undefined;
    if (value !== undefined && value !== null && value !== '') result += value;
    else if (segment.default !== undefined) result += resolved(segment.default, env, missing);
    else if (value === undefined) missing.add(segment.name);
  }
  return result;
}

/** Every name that a text mentions, defaults included. */
export function envNames(text: EnvText): readonly string[] {
  const names = new Set<string>();
  const pending = [...text.segments];
  for (let segment = pending.shift(); segment !== undefined; segment = pending.shift()) {
    if (segment.kind === 'text') continue;
    names.add(segment.name);
    if (segment.default !== undefined) pending.push(...segment.default.segments);
  }
  return [...names];
}
