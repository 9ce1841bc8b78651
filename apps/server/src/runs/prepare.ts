// Everything the launch form shows (E-RUN-01, E-RUN-04): computed from the text and the headers, nothing is started or connected to (S-API-11).
import type { BodyInput, EnvironmentReport, Plan, RunHeader, Success } from '@iterion/protocol';
import type { Json } from '@iterion/engine';
import type { WorkspaceFiles } from '../files/workspace.ts';
import type { Language } from '../language/language.ts';
import { manifestOf } from '../trust/manifest.ts';
import type { TrustStore } from '../trust/store.ts';
import type { RunHub } from './hub.ts';
import { storeFailure } from './failures.ts';
import { planOf } from './plan.ts';
import { bufferSource, fileSource, trustKey, withRecipe } from './source.ts';
import { launchVariables } from './variables.ts';

export interface PrepareServices {
  readonly files: WorkspaceFiles;
  readonly language: Language;
  readonly trust: TrustStore;
  readonly hub: RunHub;
  readonly environment: (asked: readonly string[]) => EnvironmentReport;
}

export async function prepareRun(
  services: PrepareServices,
  request: BodyInput<'runs.prepare'>,
): Promise<Success<'runs.prepare'>> {
  const { files, language, trust, hub } = services;
  const { path, text } = request;
  const file =
    text === undefined
      ? await fileSource(files, language, path, request.hash)
      : await bufferSource(files, language, text, path);
  const source = await withRecipe(files, file, request.recipe);
  const graph = await language.requireValid(source.text, false);
  const manifest = manifestOf(graph);
  const workflow = graph.workflow?.name ?? '';
  const former = request.fromRun === undefined ? null : varsOf(hub, request.fromRun);
  const history = historyOf(hub.headers(), workflow);
  return {
    hash: source.hash,
    workflow,
    variables: launchVariables(graph, request.preset, source.recipeVars, former),
    presets: graph.presets.map(({ name }) => name),
    plan: { ...planOf(graph), ...(history === null ? {} : { history }) },
    manifest,
    trust: await trust.state(trustKey(source) ?? request.path, manifest),
    environment: services.environment(graph.env.map(({ name }) => name)),
    diagnostics: graph.diagnostics,
  };
}

function varsOf(hub: RunHub, runId: string): Readonly<Record<string, Json>> {
  hub.header(runId);
  const { vars } = storeFailure(() => hub.store.header(runId));
  return typeof vars === 'object' && vars !== null && !Array.isArray(vars) ? vars : {};
}

/** Medians of real, finished runs of the workflow. */
function historyOf(headers: readonly RunHeader[], workflow: string): NonNullable<Plan['history']> | null {
  const runs = headers.filter(
    (header) => header.workflow === workflow && header.status === 'finished' && !header.simulated,
  );
  if (runs.length === 0) return null;
  return {
    runs: runs.length,
    durationMs: median(runs.map(({ activeMs }) => activeMs)),
    costUsd: median(runs.map(({ costUsd }) => costUsd ?? 0)),
    tokens: median(runs.map(({ tokens }) => tokens.in + tokens.out + tokens.cache)),
    executions: median(runs.map(({ executions }) => executions)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
