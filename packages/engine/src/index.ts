// The run as a pure state machine: init, apply, step, wants and view (runtime.md §1.2), and what hosts and interfaces need beside them.
export type { CompiledGraph as Graph } from '@iterion/dsl';
export * from './codes.ts';
export * from './effects.ts';
export * from './events.ts';
export * from './json.ts';
export * from './duration.ts';
export type { LoopValues, Scope } from './scope.ts';
export * from './state.ts';
export * from './persistentMap.ts';
export * from './persistentList.ts';
export { evaluate, type Evaluated } from './expression.ts';
export { truthy } from './operators.ts';
export {
  collect,
  evaluateJsonTemplate,
  evaluateTemplate,
  evaluateWithValue,
  renderMixed,
  renderScript,
  renderTemplate,
  type Rendered,
  type TemplateFailure,
} from './template.ts';
export { renderCommand, type ShellCommand } from './shellTemplate.ts';
export { envNames, resolveEnvText, type EnvValues, type ResolvedEnvText } from './environmentText.ts';
export { lookup } from './reference.ts';
export {
  coerceObject,
  coerceValue,
  type Coerced,
  type CoercedValue,
  type FieldType,
  type Giver,
  type Violation,
} from './coerce.ts';
export { jsonSchemaOf } from './jsonSchema.ts';
export { checkAnswers, formOf, type AnswerProblem, type AnswerRules, type Answers } from './form.ts';
export {
  simulatedTokens,
  simulateOutput,
  simulateRoute,
  simulationHash,
  type Simulated,
  type SimulatedRoute,
} from './simulate.ts';
export { apply, blank, fold } from './apply.ts';
export { step } from './step.ts';
export { wants, type Wants } from './wants.ts';
export { judgeAnswers } from './people.ts';
export { mayResume } from './resume.ts';
export { mayStop, waitingList } from './stopping.ts';
export { activeSeconds, limitsOf, usageTotals } from './budget.ts';
export { emptyView, newerView, NO_TOTALS, view, viewAll } from './view.ts';
export type * from './view.ts';
export { metricParts } from './view/verdict.ts';
export { compareWorkflow, type WorkflowComparison } from './workflowChange.ts';
export { forkPrefix, type Fork, type ForkPoint } from './fork.ts';
export { planBounds, sumOfBounds, topologicalOrder, type Bound, type PlanBounds } from './plan.ts';
