// The last run's value of a reference, beside completions and in hovers (E-INSP-09, E-INSP-10).
import type { Json, QueryPlace } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { type Standpoint, useRunValues, valueIn } from './runValues.ts';
import type { Referred } from './scopeOfValues.ts';

/** A function that gives the value, or undefined; `runId` for another run than the newest. */
export function useLastValue(
  fileId: FileId,
  places: readonly QueryPlace[],
  runId?: string,
): (reference: Referred) => Json | undefined {
  const path = useDocumentPart(fileId, (document) => document.path) ?? null;
  const graph = useDocumentPart(fileId, (document) => document.graph);
  const run = useRunValues(path, runId);
  const [place] = places;
  const edge = place && 'edge' in place ? graph?.edges.find((each) => each.id === place.edge) : undefined;
  const at: Standpoint | undefined = edge ? { behind: edge.from } : place && 'node' in place ? place : undefined;
  return (reference) => {
    if (!run) return undefined;
    const artifact = graph?.artifacts.find(({ name }) => name === reference.path[0]);
    return valueIn(run, at, reference, artifact?.publishers);
  };
}

/** In one line that fits beside a name. */
export function shortJson(value: Json, most = 40): string {
  const text = typeof value === 'string' ? value.replaceAll(/\s+/gu, ' ') : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
