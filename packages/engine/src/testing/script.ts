// Scripts in the notation of runtime.md §12: `{x: 1}` an output, `{…} | {…}` those of successive attempts (the last one repeats),
// `!CODE` an error, `?text` a question to a person, `@5` lasts 5 s, `~100t 0.2$` uses tokens and money.
import type { ErrorCode } from '../codes.ts';
import type { Effect, Question, RunError } from '../effects.ts';
import type { Json } from '../json.ts';
import { relaxedJson } from './relaxedJson.ts';

export interface Act {
  readonly output?: Json;
  readonly error?: RunError;
  readonly question?: Question;
  /** Never ends by itself. */
  readonly hangs?: boolean;
  readonly seconds: number;
  readonly tokens: number;
  /** null: the price is unknown. */
  readonly cost: number | null;
}
/** What each node does: text in the notation, or a function of the effect. `nth` counts the node's attempts from 0. */
export type Script = { readonly [node: string]: string | ((effect: Effect, nth: number) => Act | string) };

const NOTHING: Act = { output: {}, seconds: 0, tokens: 10, cost: 0.001 };

export function actOf(script: Script, effect: Effect, nth: number): Act {
  const line = Object.hasOwn(script, effect.node) ? script[effect.node] : undefined;
  if (line === undefined) return NOTHING;
  if (typeof line === 'string') return parseAct(alternatives(line), nth);
  const given = line(effect, nth);
  return typeof given === 'string' ? parseAct(alternatives(given), 0) : given;
}

/** Splits at `|` outside brackets and quotes. */
function alternatives(line: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    if (!quoted && (char === '{' || char === '[')) depth += 1;
    if (!quoted && (char === '}' || char === ']')) depth -= 1;
    if (char === '|' && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim());
}

function parseAct(parts: readonly string[], nth: number): Act {
  const text = parts[Math.min(nth, parts.length - 1)] ?? '';
  let act: Act = NOTHING;
  let rest = text
    .replace(/(?:^|\s)~(\d+)t(?:\s+([\d.]+)\$)?/, (_, tokens: string, cost: string | undefined) => {
      act = { ...act, tokens: Number(tokens), ...(cost === undefined ? {} : { cost: Number(cost) }) };
      return ' ';
    })
    .replace(/(?:^|\s)~\?\$/, () => {
      act = { ...act, cost: null };
      return ' ';
    })
    .replace(/(?:^|\s)@([\d.]+|forever)\s*$/, (_, seconds: string) => {
      act = seconds === 'forever' ? { ...act, hangs: true } : { ...act, seconds: Number(seconds) };
      return ' ';
    })
    .trim();
  const { output: _, ...without } = act;
  if (rest.startsWith('!')) {
    const [code = '', ...details] = rest.slice(1).split(/\s+(?=\{)/);
    const error: RunError = {
      code: code.trim() as ErrorCode,
      message: `scripted ${code.trim()}`,
      ...(details.length === 0 ? {} : { details: relaxedJson(details.join(' ')) }),
    };
    return { ...without, error };
  }
  if (rest.startsWith('?')) return { ...without, question: { question: rest.slice(1).trim() } };
  rest = rest.replace(/@[\d.]+/, '').trim();
  return rest === '' ? act : { ...act, output: relaxedJson(rest) };
}
