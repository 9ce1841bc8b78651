// What the server knows beside files: models with their levels of effort and prices, and what its machine has. Of environment variables it
// tells only whether they are set (S-SEC-12). Asked when a form first needs it and again after each connection; without a server the last
// answer stays.
import type { EnvironmentReport, ModelItem } from '@iterion/protocol';
import { useEffect } from 'react';
import { create } from 'zustand';
import { api, ApiError } from './api.ts';
import { useConnection } from './connection.ts';

interface Machine {
  readonly models: readonly ModelItem[] | null;
  readonly environment: EnvironmentReport | null;
  /** By name of the variable; those that were not asked about are missing. */
  readonly variables: ReadonlyMap<string, boolean>;
}
const useMachine = create<Machine>(() => ({ models: null, environment: null, variables: new Map() }));

/** What was asked since the connection came up. */
const asked = new Set<string>();
useConnection.subscribe(({ state }) => {
  if (state !== 'connected') asked.clear();
});

function ask(question: string, answer: () => Promise<void>): void {
  if (asked.has(question)) return;
  asked.add(question);
  answer().catch((error: unknown) => {
    // Asked again with the next connection.
    if (!(error instanceof ApiError)) throw error;
    asked.delete(question);
  });
}

async function readEnvironment(names: readonly string[]): Promise<void> {
  const environment = await api.call(
    'server.environment',
    names.length > 0 ? { query: { names: names.join(',') } } : {},
  );
  useMachine.setState((before) => ({
    environment,
    variables: new Map([
      ...before.variables,
      ...environment.variables.map((each) => [each.name, each.present] as const),
    ]),
  }));
}

/** Models with known levels and prices; null while nothing is known. */
export function useModels(): readonly ModelItem[] | null {
  const connected = useConnection((state) => state.state === 'connected');
  useEffect(() => {
    if (!connected) return;
    ask('models', async () => useMachine.setState({ models: (await api.call('models.list', {})).items }));
  }, [connected]);
  return useMachine((state) => state.models);
}

/** Backends and providers of the server's machine; null while nothing is known. */
export function useEnvironment(): EnvironmentReport | null {
  const connected = useConnection((state) => state.state === 'connected');
  useEffect(() => {
    if (connected) ask('environment', async () => readEnvironment([]));
  }, [connected]);
  return useMachine((state) => state.environment);
}

/** Whether variables are set where the server runs: true, false, or absent while it is not known. */
export function useVariables(names: readonly string[]): ReadonlyMap<string, boolean> {
  const connected = useConnection((state) => state.state === 'connected');
  const wanted = names.join(',');
  useEffect(() => {
    if (connected && wanted !== '') ask(`variables ${wanted}`, async () => readEnvironment(wanted.split(',')));
  }, [connected, wanted]);
  return useMachine((state) => state.variables);
}
