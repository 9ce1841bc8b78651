// The fold of what happens at nodes: attempts, results, edges, artifacts, questions to people. Reads only state and event (R-CORE-06).
import { branchOf, placeBranch, readUp, refile } from './branchTree.ts';
import type { SessionRef } from './effects.ts';
import type { EventOf, LoopPath } from './events.ts';
import { isMap, type Json, type JsonMap } from './json.ts';
import { append, emptyList, last } from './persistentList.ts';
import { getIn, setIn } from './persistentMap.ts';
import { MAIN, type BranchScope, type BranchState, type History, type OpenPosition, type RunState } from './state.ts';

export type NodeEvent = EventOf<
  | 'node_started'
  | 'node_finished'
  | 'node_failed'
  | 'node_interrupted'
  | 'node_recovery'
  | 'edge_selected'
  | 'artifact_written'
  | 'session_opened'
  | 'human_input_requested'
  | 'human_answers_recorded'
>;

export function applyNode(state: RunState, event: NodeEvent): RunState {
  const branch = branchOf(state, event.branch_id ?? MAIN);
  if (branch === undefined) return state;
  switch (event.type) {
    case 'node_started':
      return nodeStarted(state, branch, event);
    case 'node_finished':
      return nodeFinished(state, branch, event);
    case 'node_failed': {
      const { code, error, hint, cause, details } = event.data;
      return closed(state, branch, {
        phase: 'failed',
        error: {
          code,
          message: error,
          node_id: event.node_id ?? '',
          ...(hint === undefined ? {} : { hint }),
          ...(cause === undefined ? {} : { cause }),
          ...(details === undefined ? {} : { details }),
        },
      });
    }
    case 'node_interrupted': {
      const { reason } = event.data;
      return closed(voided(state, branch), branch, {
        phase: 'interrupted',
        interrupted: reason,
        next_reason: reason === 'crash' ? 'crash' : 'resume',
      });
    }
    case 'node_recovery':
      return recovery(state, branch, event);
    case 'edge_selected':
      return edgeSelected(state, branch, event);
    case 'artifact_written':
      return artifactWritten(state, branch, event);
    case 'session_opened': {
      const { session_id: id, backend = '', provider, model } = event.data;
      if (branch.position.k !== 'open') return state;
      const session = {
        id,
        backend,
        ...(provider === undefined ? {} : { provider }),
        ...(model === undefined ? {} : { model }),
      };
      return placeBranch(knownSession(state, branch, session), {
        ...branch,
        position: { ...branch.position, session },
      });
    }
    case 'human_input_requested':
      return inputRequested(state, branch, event);
    case 'human_answers_recorded':
      return answersRecorded(state, branch, event);
    default:
      return event satisfies never;
  }
}

function knownSession(state: RunState, branch: BranchState, ref: SessionRef): RunState {
  const opener = getIn(state.sessions, ref.id)?.branch ?? branch.id;
  return { ...state, sessions: setIn(state.sessions, ref.id, { ref, branch: opener }) };
}

function nodeStarted(state: RunState, branch: BranchState, event: EventOf<'node_started'>): RunState {
  const { data, node_id: node = '', iteration = 0, attempt = 1 } = event;
  const before = branch.position;
  const earlier = before.k === 'open' ? before : undefined;
  const convergence = before.k === 'entering' || before.k === 'open' ? before.convergence : undefined;
  const open: OpenPosition = {
    k: 'open',
    node,
    kind: data.kind,
    iteration,
    attempt,
    phase: 'executing',
    via: before.k === 'entering' || before.k === 'open' ? before.via : [],
    ...(convergence === undefined ? {} : { convergence }),
    input: data.input,
    ...(data.mode === undefined ? {} : { mode: data.mode }),
    loop_path: data.loop_path ?? [],
    reserved: data.reserved ?? {},
    ...(data.effect === undefined ? {} : { effect: data.effect }),
    writer: data.writer === true,
    recoveries: earlier === undefined || answersRecovery(state, earlier) ? {} : earlier.recoveries,
    ...(earlier?.compact === true ? { compact: true } : {}),
    ...(earlier?.session === undefined ? {} : { session: earlier.session }),
    answered: earlier?.answered ?? [],
    rounds: earlier?.rounds ?? 0,
    ...(data.simulated === true ? { simulated: true } : {}),
    ...(data.selected_edge === undefined ? {} : { selected_edge: data.selected_edge }),
  };
  let scope = branch.scope;
  if (earlier === undefined) {
    scope = { ...scope, iterations: setIn(scope.iterations, node, iteration + 1) };
    if (data.mode === 'round_robin') {
      const turns = readUp(state, branch.id, (s) => s.round_robin, node) ?? 0;
      scope = { ...scope, round_robin: setIn(scope.round_robin, node, turns + 1) };
    }
  }
  const marked = data.simulated === true && state.simulated === null ? inPart(state) : state;
  return placeBranch(consumed(marked, earlier), { ...branch, scope, position: open });
}

function inPart(state: RunState): RunState {
  return state.simulated_in_part === true ? state : { ...state, simulated_in_part: true };
}

/** A person who answers a recovery pause with `retry` starts the counters anew (R-REC-08). */
function answersRecovery(state: RunState, open: OpenPosition): boolean {
  return open.interaction !== undefined && getIn(state.interactions, open.interaction)?.kind === 'recovery';
}

/** An answered interaction has had its effect. */
function consumed(state: RunState, open: OpenPosition | undefined): RunState {
  const id = open?.interaction;
  const interaction = id === undefined ? undefined : getIn(state.interactions, id);
  if (id === undefined || interaction?.status !== 'answered') return state;
  return { ...state, interactions: setIn(state.interactions, id, { ...interaction, status: 'consumed' }) };
}

function nodeFinished(state: RunState, branch: BranchState, event: EventOf<'node_finished'>): RunState {
  const { data, node_id: node = '', iteration = 0, attempt = 1 } = event;
  const open = branch.position.k === 'open' ? branch.position : undefined;
  const meta: JsonMap = {};
  for (const [key, value] of Object.entries(data as unknown as JsonMap)) if (key.startsWith('_')) meta[key] = value;
  const history = getIn(branch.scope.history, node) ?? { entries: emptyList(), ordered: true };
  const scope: BranchScope = {
    ...branch.scope,
    outputs: setIn(branch.scope.outputs, node, data.output),
    meta: setIn(branch.scope.meta, node, meta),
    history: setIn(branch.scope.history, node, remembered(history, data.output, open?.loop_path ?? [])),
  };
  const routes = data.selected_routes ?? (data.selected_route === undefined ? undefined : [data.selected_route]);
  const next: BranchState = {
    ...branch,
    scope,
    session: data.session ?? branch.session,
    position: {
      k: 'finished',
      node,
      iteration,
      attempt,
      published: false,
      ...(open?.selected_edge === undefined ? {} : { selected_edge: open.selected_edge }),
      ...(routes === undefined ? {} : { selected_routes: routes }),
    },
  };
  const counted = { ...consumed(state, open), finished_activations: state.finished_activations + 1 };
  return placeBranch(data.session === undefined ? counted : knownSession(counted, branch, data.session), next);
}

function remembered(history: History, output: Json, path: LoopPath): History {
  const loops = Object.fromEntries(path.map(([name, activation]) => [name, activation]));
  const before = last(history.entries)?.loops ?? {};
  const falls = Object.entries(loops).some(([name, activation]) => (before[name] ?? 0) > activation);
  return { entries: append(history.entries, { output, loops }), ordered: history.ordered && !falls };
}

function closed(state: RunState, branch: BranchState, change: Partial<OpenPosition>): RunState {
  if (branch.position.k !== 'open') return state;
  return placeBranch(consumed(state, branch.position), { ...branch, position: { ...branch.position, ...change } });
}

/** A question whose attempt is cut off takes no answer any more. */
function voided(state: RunState, branch: BranchState): RunState {
  const id = branch.position.k === 'open' ? branch.position.interaction : undefined;
  const interaction = id === undefined ? undefined : getIn(state.interactions, id);
  if (id === undefined || interaction?.status !== 'open') return state;
  return { ...state, interactions: setIn(state.interactions, id, { ...interaction, status: 'void' }) };
}

function recovery(state: RunState, branch: BranchState, event: EventOf<'node_recovery'>): RunState {
  if (branch.position.k !== 'open') return state;
  const { code, action, not_before, error } = event.data;
  const open = branch.position;
  if (action === 'pause') {
    return placeBranch(state, { ...branch, position: { ...open, phase: 'waiting_human', error } });
  }
  const used = Object.hasOwn(open.recoveries, code) ? (open.recoveries[code] ?? 0) : 0;
  const position: OpenPosition = {
    ...open,
    phase: 'waiting',
    error,
    recoveries: { ...open.recoveries, [code]: used + 1 },
    ...(not_before === undefined ? {} : { not_before }),
    ...(action === 'compact' ? { compact: true } : {}),
  };
  return placeBranch(state, { ...branch, position });
}

function edgeSelected(state: RunState, branch: BranchState, event: EventOf<'edge_selected'>): RunState {
  const { edge, from, to, loop, iteration = 0, resets = [], contribution, mapped } = event.data;
  let loops = branch.scope.loops;
  if (loop !== undefined) {
    const before = readUp(state, branch.id, (scope) => scope.loops, loop);
    const current = readUp(state, branch.id, (scope) => scope.outputs, from) ?? null;
    loops = setIn(loops, loop, {
      activation: before?.activation ?? 1,
      count: iteration,
      previous: before?.current ?? null,
      current,
    });
  }
  for (const inner of resets) {
    const before = getIn(loops, inner) ?? readUp(state, branch.id, (scope) => scope.loops, inner);
    loops = setIn(loops, inner, { activation: (before?.activation ?? 1) + 1, count: 0, previous: null, current: null });
  }
  const arrival = {
    edge,
    from,
    to,
    ...(contribution === undefined ? {} : { contribution }),
    ...(mapped === undefined ? {} : { mapped }),
  };
  return placeBranch(state, {
    ...branch,
    scope: { ...branch.scope, loops },
    position: { k: 'entering', node: to, via: [arrival] },
  });
}

function artifactWritten(state: RunState, branch: BranchState, event: EventOf<'artifact_written'>): RunState {
  const { publish, version } = event.data;
  const node = event.node_id ?? '';
  const known = readUp(state, branch.id, (scope) => scope.artifacts, publish);
  const entry = {
    node,
    version,
    value: getIn(branch.scope.outputs, node) ?? null,
    since: known?.since ?? event.seq,
  };
  const position = branch.position.k === 'finished' ? { ...branch.position, published: true } : branch.position;
  const next = { ...state, artifact_versions: setIn(state.artifact_versions, node, version + 1) };
  return placeBranch(next, {
    ...branch,
    position,
    scope: { ...branch.scope, artifacts: setIn(branch.scope.artifacts, publish, entry) },
  });
}

function inputRequested(state: RunState, branch: BranchState, event: EventOf<'human_input_requested'>): RunState {
  const { data, node_id: node = '', iteration = 0, attempt = 1 } = event;
  let interactions = state.interactions;
  const replaced = data.replaces === undefined ? undefined : getIn(interactions, data.replaces);
  if (data.replaces !== undefined && replaced !== undefined) {
    interactions = setIn(interactions, data.replaces, { ...replaced, status: 'void' });
  }
  interactions = setIn(interactions, data.interaction_id, {
    id: data.interaction_id,
    branch: branch.id,
    node,
    iteration,
    attempt,
    kind: data.kind,
    requested_at: event.timestamp,
    questions: data.questions,
    ...(data.instructions === undefined ? {} : { instructions: data.instructions }),
    form: data.form,
    ...(data.min_answers === undefined ? {} : { min_answers: data.min_answers }),
    shown_hash: data.shown_hash,
    ...(data.round === undefined ? {} : { round: data.round }),
    status: 'open',
  });
  const next = { ...state, interactions };
  if (branch.position.k !== 'open' && branch.position.k !== 'ended') return next;
  const asking = (open: OpenPosition): OpenPosition => ({
    ...open,
    phase: 'waiting_human',
    interaction: data.interaction_id,
    rounds: data.round ?? open.rounds,
    ...(data.session === undefined ? {} : { session: data.session }),
  });
  const position = branch.position;
  if (position.k === 'open') return placeBranch(next, { ...branch, position: asking(position) });
  if (position.resume.k !== 'open') return next;
  return placeBranch(next, { ...branch, position: { ...position, resume: asking(position.resume) } });
}

function answersRecorded(state: RunState, branch: BranchState, event: EventOf<'human_answers_recorded'>): RunState {
  const { interaction_id: id, answers } = event.data;
  const interaction = getIn(state.interactions, id);
  if (interaction === undefined) return state;
  const next = {
    ...state,
    interactions: setIn(state.interactions, id, { ...interaction, status: 'answered' as const, answers }),
  };
  if (interaction.kind !== 'question') return refile(next, branch.id);
  const questions = isMap(interaction.questions) ? interaction.questions : {};
  const told = answers['ask_user_response'];
  const exchange = {
    round: interaction.round ?? 1,
    question: {
      question: typeof questions['question'] === 'string' ? questions['question'] : '',
      ...(Array.isArray(questions['options'])
        ? { options: questions['options'].filter((option) => typeof option === 'string') }
        : {}),
    },
    answer: typeof told === 'string' ? told : JSON.stringify(told ?? null),
  };
  const heard = (open: OpenPosition): OpenPosition => ({ ...open, answered: [...open.answered, exchange] });
  const position = branch.position;
  if (position.k === 'open') return placeBranch(next, { ...branch, position: heard(position) });
  if (position.k === 'ended' && position.resume.k === 'open') {
    return placeBranch(next, { ...branch, position: { ...position, resume: heard(position.resume) } });
  }
  return next;
}
