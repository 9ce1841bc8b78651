// A view in the making: each part is copied when it is first touched, so that the rest keeps its identity (V-3) and a batch copies
// once (V-4). Entries are replaced, never changed in place. Lives for one call of the fold.
import { goOn, placeOf } from './places.ts';
import type {
  View,
  ViewBranch,
  ViewEdge,
  ViewExecution,
  ViewInteraction,
  ViewLoop,
  ViewRun,
  ViewTotals,
  ViewVerdict,
} from './shape.ts';

const NO_EDGE: ViewEdge = { taken_seq: null, note: null };
const NO_LOOP: ViewLoop = { iteration: 0, max: null, activation: 1, traversals: 0 };

export class ViewDraft {
  readonly #before: View;
  #executions: ViewExecution[] | undefined;
  readonly #added = new Map<string, number>();
  #branches: ViewBranch[] | undefined;
  #interactions: ViewInteraction[] | undefined;
  #edges: { [edge: string]: number } | undefined;
  #edgeFacts: { [edge: string]: ViewEdge } | undefined;
  #loops: { [loop: string]: { readonly [branch: string]: ViewLoop } } | undefined;
  run: ViewRun;
  budget: View['budget'];
  totals: ViewTotals;
  inherited: ViewTotals | null;
  verdict: ViewVerdict | undefined;

  constructor(before: View) {
    this.#before = before;
    this.run = before.run;
    this.budget = before.budget;
    this.totals = before.totals;
    this.inherited = before.inherited;
    this.verdict = before.verdict;
  }

  done(): View {
    if (this.#executions !== undefined) goOn(this.#before.executions, this.#executions, this.#added);
    return {
      run: this.run,
      executions: this.#executions ?? this.#before.executions,
      branches: this.#branches ?? this.#before.branches,
      interactions: this.#interactions ?? this.#before.interactions,
      edges: this.#edges ?? this.#before.edges,
      edge_facts: this.#edgeFacts ?? this.#before.edge_facts,
      loops: this.#loops ?? this.#before.loops,
      budget: this.budget,
      totals: this.totals,
      inherited: this.inherited,
      ...(this.verdict === undefined ? {} : { verdict: this.verdict }),
      last_seq: this.#before.last_seq,
      needs_resync: this.#before.needs_resync,
    };
  }

  get executions(): readonly ViewExecution[] {
    return this.#executions ?? this.#before.executions;
  }
  get branches(): readonly ViewBranch[] {
    return this.#branches ?? this.#before.branches;
  }
  get interactions(): readonly ViewInteraction[] {
    return this.#interactions ?? this.#before.interactions;
  }

  /** The index of an execution; -1 when there is none. */
  executionAt(id: string): number {
    return this.#added.get(id) ?? placeOf(this.#before.executions, id) ?? -1;
  }

  addExecution(execution: ViewExecution): void {
    this.#executions ??= [...this.#before.executions];
    this.#added.set(execution.execution_id, this.#executions.length);
    this.#executions.push(execution);
  }
  changeExecution(index: number, change: (execution: ViewExecution) => ViewExecution): void {
    const known = this.executions[index];
    if (known === undefined) return;
    const next = change(known);
    if (next === known) return;
    this.#executions ??= [...this.#before.executions];
    this.#executions[index] = next;
  }

  addBranch(branch: ViewBranch): void {
    this.#branches ??= [...this.#before.branches];
    this.#branches.push(branch);
  }
  changeBranch(id: string, change: (branch: ViewBranch) => ViewBranch): void {
    const index = this.branches.findLastIndex((branch) => branch.branch_id === id);
    const known = this.branches[index];
    if (known === undefined) return;
    const next = change(known);
    if (next === known) return;
    this.#branches ??= [...this.#before.branches];
    this.#branches[index] = next;
  }

  addInteraction(interaction: ViewInteraction): void {
    this.#interactions ??= [...this.#before.interactions];
    this.#interactions.push(interaction);
  }
  changeInteractions(
    chosen: (interaction: ViewInteraction) => boolean,
    change: (interaction: ViewInteraction) => ViewInteraction,
  ): void {
    for (const [index, known] of this.interactions.entries()) {
      if (!chosen(known)) continue;
      this.#interactions ??= [...this.#before.interactions];
      this.#interactions[index] = change(known);
    }
  }

  countEdge(edge: string): void {
    this.#edges ??= { ...this.#before.edges };
    this.#edges[edge] = (Object.hasOwn(this.#edges, edge) ? (this.#edges[edge] ?? 0) : 0) + 1;
  }
  changeEdge(edge: string, change: Partial<ViewEdge>): void {
    this.#edgeFacts ??= { ...this.#before.edge_facts };
    const known = Object.hasOwn(this.#edgeFacts, edge) ? this.#edgeFacts[edge] : undefined;
    this.#edgeFacts[edge] = { ...(known ?? NO_EDGE), ...change };
  }
  changeLoop(loop: string, branch: string, change: (loop: ViewLoop) => ViewLoop): void {
    this.#loops ??= { ...this.#before.loops };
    const branches = Object.hasOwn(this.#loops, loop) ? (this.#loops[loop] ?? {}) : {};
    const known = Object.hasOwn(branches, branch) ? (branches[branch] ?? NO_LOOP) : NO_LOOP;
    this.#loops = { ...this.#loops, [loop]: { ...branches, [branch]: change(known) } };
  }
}
