// What a model specification comes to (E-INSP-03): environment references by presence, variables by their defaults, and what is known of the
// model itself. Values of the environment never leave the server, so they are said to be set and not shown. Pure.
import { parseMixed } from '@iterion/dsl';
import type { CompiledGraph, Json } from '@iterion/dsl';
import type { ModelItem } from '@iterion/protocol';

export interface EnvironmentName {
  readonly name: string;
  readonly hasDefault: boolean;
}
type Pieces = ReturnType<typeof parseMixed>['pieces'];

/** The variables of the environment that a text names, each once; those of defaults too. */
export function environmentNames(text: string): readonly EnvironmentName[] {
  const found = new Map<string, EnvironmentName>();
  const add = (pieces: Pieces): void => {
    for (const piece of pieces) {
      if (piece.kind !== 'env') continue;
      if (!found.has(piece.name)) found.set(piece.name, { name: piece.name, hasDefault: piece.default !== undefined });
      if (piece.default) add(piece.default.pieces);
    }
  };
  add(parseMixed(text).pieces);
  return [...found.values()];
}

export interface Line {
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad';
}

/** The lines beneath a model: what its references come to, then what is known of the model that results. */
export function modelLines(
  text: string,
  graph: Pick<CompiledGraph, 'vars'>,
  models: readonly ModelItem[] | null,
  isSet: ReadonlyMap<string, boolean>,
): readonly Line[] {
  const lines = environmentNames(text).flatMap(({ name, hasDefault }): Line[] => {
    const present = isSet.get(name);
    if (present === undefined) return [];
    if (present) return [{ text: `${name} is set where the server runs; its value stays there`, tone: 'good' }];
    return hasDefault
      ? [{ text: `${name} is not set where the server runs: its default counts`, tone: 'plain' }]
      : [{ text: `${name} is not set where the server runs`, tone: 'bad' }];
  });
  const resolved = resolvedModel(parseMixed(text).pieces, graph, isSet);
  if (resolved === undefined || resolved === '') return lines;
  if (resolved !== text) lines.push({ text: `With the defaults: ${resolved}`, tone: 'plain' });
  const about = aboutModel(resolved, models);
  return about === undefined ? lines : [...lines, { text: about, tone: 'plain' }];
}

/** The text with defaults in place of its references; undefined where a value is not known here. */
function resolvedModel(
  pieces: Pieces,
  graph: Pick<CompiledGraph, 'vars'>,
  isSet: ReadonlyMap<string, boolean>,
): string | undefined {
  let resolved = '';
  for (const piece of pieces) {
    switch (piece.kind) {
      case 'text':
        resolved += piece.text;
        break;
      case 'env': {
        if (isSet.get(piece.name) !== false || !piece.default) return undefined;
        const inner = resolvedModel(piece.default.pieces, graph, isSet);
        if (inner === undefined) return undefined;
        resolved += inner;
        break;
      }
      case 'ref': {
        const [name, ...rest] = piece.path;
        const value = piece.ns === 'vars' && rest.length === 0 ? defaultOf(graph, String(name)) : undefined;
        if (typeof value !== 'string') return undefined;
        resolved += value;
        break;
      }
      default:
        return piece satisfies never;
    }
  }
  return resolved;
}

function defaultOf({ vars }: Pick<CompiledGraph, 'vars'>, name: string): Json | undefined {
  const value = vars.find((variable) => variable.name === name)?.default;
  const isText = typeof value === 'object' && value !== null && 'segments' in value;
  // A default that reads the environment itself is not known here.
  return isText ? undefined : value;
}

/** The entry of a model as it is written: with or without provider, with a date behind it (R-LLM-26). */
export function knownModel(written: string, models: readonly ModelItem[] | null): ModelItem | undefined {
  const name = written.slice(written.indexOf('/') + 1);
  const plain = name.replace(/-(?:\d{8}|latest)$/u, '');
  const named = (wanted: string) => models?.find(({ id }) => id.slice(id.indexOf('/') + 1) === wanted);
  return models?.find(({ id }) => id === written) ?? named(name) ?? named(plain);
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** `200K context · $3 in, $15 out per million tokens`. */
export function modelFacts({ contextWindow, price }: ModelItem): string {
  return [
    ...(contextWindow === undefined ? [] : [`${short.format(contextWindow)} context`]),
    ...(price === undefined ? [] : [`$${price.input} in, $${price.output} out per million tokens`]),
  ].join(' · ');
}
function aboutModel(model: string, models: readonly ModelItem[] | null): string | undefined {
  if (models === null) return undefined;
  const known = knownModel(model, models);
  return known ? modelFacts(known) : 'Not among the models known here: its price is not known';
}

/** Why a level of effort does not count for a model (R-LLM-08); undefined where it does, or nothing is known. */
export function effortReason(level: string, known: ModelItem | undefined): string | undefined {
  if (!known || known.efforts.length === 0 || known.efforts.includes(level)) return undefined;
  return `${known.id} takes ${known.efforts.join(', ')}: ${level} is lowered to ${known.efforts.at(-1)}`;
}
