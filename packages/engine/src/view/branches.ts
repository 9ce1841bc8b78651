// The branch tree of the view (R-VIEW-04): who was announced, runs, ended how, was merged.
import type { EventOf } from '../events.ts';
import type { ViewDraft } from './draft.ts';

type BranchEvent = EventOf<'fan_out_started' | 'branch_started' | 'branch_finished' | 'fan_out_aborted' | 'join_ready'>;

export function foldBranch(draft: ViewDraft, event: BranchEvent): void {
  const own = event.branch_id ?? 'main';
  switch (event.type) {
    case 'fan_out_started': {
      const { fan_out, convergence, strategy, branches, targets } = event.data;
      for (const [index, id] of branches.entries()) {
        const first = targets[index] ?? null;
        draft.addBranch({
          branch_id: id,
          parent: own,
          fan_out,
          router: event.node_id ?? null,
          convergence,
          strategy,
          status: 'pending',
          first_node: first,
          last_node: first,
          started_at: null,
          finished_at: null,
          tokens: 0,
          cost_usd: 0,
          code: null,
          error: null,
          aborted: false,
          joined: false,
        });
      }
      return;
    }
    case 'branch_started':
      return draft.changeBranch(own, (branch) => ({
        ...branch,
        status: 'running',
        started_at: branch.started_at ?? event.timestamp,
        finished_at: null,
        code: null,
        error: null,
        aborted: false,
      }));
    case 'branch_finished': {
      const { status, join_node, at, code, error } = event.data;
      return draft.changeBranch(own, (branch) => ({
        ...branch,
        status,
        finished_at: event.timestamp,
        last_node: at ?? join_node ?? branch.last_node,
        code: code ?? null,
        error: error ?? null,
      }));
    }
    case 'fan_out_aborted':
      for (const { branch_id, fan_out } of draft.branches) {
        if (fan_out !== event.data.fan_out || branch_id === event.data.branch_id) continue;
        draft.changeBranch(branch_id, (branch) => ({ ...branch, aborted: true }));
      }
      return;
    case 'join_ready':
      return joined(draft, event.data.fan_out);
    default:
      return event satisfies never;
  }
}

/** The branches of a settled fan-out, with all below them, are over: questions that nobody will read are void. */
function joined(draft: ViewDraft, fanOut: string): void {
  const over = new Set<string>();
  for (const { branch_id, fan_out, parent } of draft.branches) {
    if (fan_out !== fanOut && (parent === null || !over.has(parent))) continue;
    over.add(branch_id);
    draft.changeBranch(branch_id, (branch) => (branch.joined ? branch : { ...branch, joined: true }));
  }
  draft.changeInteractions(
    (interaction) => interaction.status === 'open' && over.has(interaction.branch_id),
    (interaction) => ({ ...interaction, status: 'void' }),
  );
}
