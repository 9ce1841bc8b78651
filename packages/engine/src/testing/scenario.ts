// Short forms that scenarios share: a hosted run of edges and script, and questions about its log.
import type { Effect, ResumeOptions } from '../effects.ts';
import type { EventOf, EventType, RunEvent } from '../events.ts';
import type { Json } from '../json.ts';
import { ScriptedHost, type HostOptions } from './scriptedHost.ts';
import type { Script } from './script.ts';
import { workflow, type WorkflowParts } from './workflow.ts';

export const FAN = 'router fan:\n  mode: fan_out_all\n';

export function hosted(
  edges: string,
  script: Script = {},
  parts: WorkflowParts = {},
  options: HostOptions = {},
): ScriptedHost {
  return new ScriptedHost(workflow(edges, parts), { script, checked: true, ...options });
}

/** A finished or stopped run of edges and script. */
export function ran(
  edges: string,
  script: Script = {},
  parts: WorkflowParts = {},
  options: HostOptions = {},
): ScriptedHost {
  return hosted(edges, script, parts, options).start();
}

export function eventsOf<T extends EventType>(host: ScriptedHost, type: T, node?: string): readonly EventOf<T>[] {
  const found = host.log.filter((event) => event.type === type && (node === undefined || event.node_id === node));
  return found as readonly RunEvent[] as readonly EventOf<T>[]; // the type was compared
}

export function only<T extends EventType>(host: ScriptedHost, type: T, node?: string): EventOf<T> {
  const found = eventsOf(host, type, node);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} events ${type} ${node ?? ''}`);
  return first;
}

/** The edges taken, in order. */
export function edgesTaken(host: ScriptedHost): readonly string[] {
  return eventsOf(host, 'edge_selected').map((event) => event.data.edge);
}

/** The inputs of a node's activations. */
export function inputsOf(host: ScriptedHost, node: string): readonly Json[] {
  return eventsOf(host, 'node_started', node).map((event) => event.data.input);
}

/** The outputs of a node, in the order of finishing. */
export function outputsOf(host: ScriptedHost, node: string): readonly Json[] {
  return eventsOf(host, 'node_finished', node).map((event) => event.data.output);
}

/** The user texts of a node's conversations. */
export function promptsOf(host: ScriptedHost, node: string): readonly string[] {
  return host.started.filter((effect) => effect.node === node).map(userOf);
}

function userOf(effect: Effect): string {
  return 'user' in effect.request ? effect.request.user : '';
}

/** Another host on the log so far, as after a crash. */
export function reopened(
  host: ScriptedHost,
  log: readonly RunEvent[] = host.log,
  options: HostOptions = {},
): ScriptedHost {
  return new ScriptedHost(host.graph, { ...host.options, log, at: host.now, ...options });
}

export function resumed(host: ScriptedHost, log: readonly RunEvent[], options: ResumeOptions = {}): ScriptedHost {
  return reopened(host, log).resume(options);
}
