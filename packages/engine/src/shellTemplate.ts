// A shell command in which references never become shell text (L-TPL-12, R-TOOL-17): each travels in an environment variable, and the
// text gets the expansion that fits the quoting where it stands. `{{!ref}}` inserts the bare rendering; the compiler reports it.
import type { MixedText } from '@iterion/dsl';
import type { EnvValues } from './environmentText.ts';
import { rendered, type Json } from './json.ts';
import type { Scope } from './scope.ts';
import { exceedsBytes } from './textSize.ts';
import { renderSegments, type Rendered, type TemplateFailure } from './template.ts';

/** The longest value of one reference (R-TOOL-17). */
const MAX_VARIABLE_BYTES = 128 * 1024;

export interface ShellCommand {
  readonly shell: string;
  /** Environment variables of the command, in order of the references. */
  readonly refs: readonly { readonly name: string; readonly value: string }[];
}

export function renderCommand(command: MixedText, scope: Scope, env: EnvValues): Rendered<ShellCommand> {
  const refs: { name: string; value: string }[] = [];
  const assigned = assignments(command);
  const variable = (value: string): string | TemplateFailure => {
    const problem = unfit(value);
    if (problem !== undefined) return problem;
    const name = `ITERION_REF_${refs.length + 1}`;
    refs.push({ name, value });
    return `\${${name}}`;
  };
  const insert = (value: Json, raw: boolean, index: number): string | TemplateFailure => {
    if (raw) return rendered(value);
    switch (command.quoting?.[index] ?? 'bare') {
      case 'none':
        return noExpansion;
      case 'double':
        return variable(rendered(value));
      case 'single':
        return quoted(variable(rendered(value)), `'"`, `"'`);
      case 'bare': {
        if (!isWordList(value) || assigned.has(index)) return quoted(variable(rendered(value)), '"', '"');
        const words: string[] = [];
        for (const item of value) {
          const word = quoted(variable(rendered(item)), '"', '"');
          if (typeof word !== 'string') return word;
          words.push(word);
        }
        return words.join(' ');
      }
      default:
        return noExpansion;
    }
  };
  const text = renderSegments(command.segments, scope, env, insert, asWritten);
  return text.ok ? { ...text, value: { shell: text.value, refs } } : text;
}

const noExpansion: TemplateFailure = {
  code: 'TEMPLATE_ERROR',
  reference: '',
  message: "a reference cannot stand in back-quotes, in $'…' or in a here-document with a quoted delimiter",
  hint: 'assign it to a shell variable first: value={{…}}, then use "$value"',
};

function quoted(expansion: string | TemplateFailure, before: string, after: string): string | TemplateFailure {
  return typeof expansion === 'string' ? `${before}${expansion}${after}` : expansion;
}

/** Outside quotes a list of scalars is one word per item. */
function isWordList(value: Json): value is (string | number | boolean | null)[] {
  return Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object');
}

/**
 * The references in an assignment word, where a list stays one word: further words would be the command that the assignment is made
 * for. Quoted parts and earlier references of the word count as parts of it.
 */
function assignments(command: MixedText): ReadonlySet<number> {
  const found = new Set<number>();
  let before = '';
  let index = 0;
  for (const segment of command.segments) {
    if (segment.kind === 'ref') {
      const flat = before.replace(/\\.|"(?:[^"\\]|\\.)*"|'[^']*'/gs, '_');
      if (/(?:^|[\s;&|({`])[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]]*\])?\+?=[^\s;&|()<>]*$/.test(flat)) found.add(index);
      index++;
    }
    before += segment.kind === 'text' ? segment.text : '_';
  }
  return found;
}

/** An unset name without default is left for the shell (L-ENV-03). */
function asWritten(segment: Extract<MixedText['segments'][number], { kind: 'env' }>): string {
  return segment.default === undefined ? `\${${segment.name}}` : `\${${segment.name}:-${segment.default.source}}`;
}

function unfit(value: string): TemplateFailure | undefined {
  if (value.includes('\0')) {
    return { code: 'TEMPLATE_ERROR', reference: '', message: 'a command argument cannot hold a NUL character' };
  }
  if (exceedsBytes(value, MAX_VARIABLE_BYTES)) {
    return {
      code: 'TEMPLATE_ERROR',
      reference: '',
      message: 'a command argument cannot be longer than 128 KiB',
      hint: 'write the value to a file and pass its path',
    };
  }
  return undefined;
}
