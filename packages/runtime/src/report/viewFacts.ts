// What several tellers say of a view in the same words: which questions are open, and that a result is simulated.
import type { View, ViewInteraction } from '@iterion/engine';

/** Open questions, in tree order of their branches (R-HUMAN-13). */
export function openInteractions(view: View): readonly ViewInteraction[] {
  const order = view.branches.map(({ branch_id }) => branch_id);
  return view.interactions
    .filter(({ status }) => status === 'open')
    .toSorted((a, b) => order.indexOf(a.branch_id) - order.indexOf(b.branch_id));
}

/** Nothing of the run is real; false where only some steps are simulated. */
export function isWhollySimulated({ simulated }: View['run']): boolean {
  return simulated !== null && simulated.part !== true;
}

/** A simulated result says so, in part or as a whole (R-SIM-03); empty for a real one. */
export function simulatedNote(view: View): string {
  if (isWhollySimulated(view.run)) {
    return `SIMULATED: no model${view.run.simulated?.humans === false ? ' or command' : ', command or person'} took part`;
  }
  const count = view.executions.filter(({ simulated }) => simulated).length;
  return count === 0 ? '' : `SIMULATED in part: ${count} of ${view.executions.length} steps`;
}
