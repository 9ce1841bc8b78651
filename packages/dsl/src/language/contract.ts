// Rows that say what goes into a node and what comes out; several kinds share them.
import type { PropertyRow } from './table.ts';

export const input: PropertyRow = {
  name: 'input',
  value: { kind: 'name', refers: 'schema' },
  section: 'Data',
  help: 'Schema of what the node receives.',
  details:
    'Edges without `with` pass only the fields of this schema, and `{{input.FIELD}}` is checked against it. Without it the node receives whatever its edges bring.',
  diagnostics: ['C002', 'C034', 'C105', 'C106', 'C107'],
};
export const output: PropertyRow = {
  name: 'output',
  value: { kind: 'name', refers: 'schema' },
  section: 'Data',
  help: 'Schema that the output of the node must conform to.',
  details:
    'The output is validated against it before the run goes on. Without a schema, references to fields of the output cannot be checked.',
  diagnostics: ['C002', 'C031', 'C032'],
};
export const publish: PropertyRow = {
  name: 'publish',
  value: { kind: 'name', refers: 'artifact' },
  section: 'Data',
  help: 'Store the output under this artifact name.',
  details: 'Later nodes read it as `{{artifacts.NAME}}`; every version is kept with the run.',
  diagnostics: ['C035', 'C108'],
};
export const strategyAbout = {
  wait_all: 'Waits for all branches; one that fails fails it',
  best_effort: 'Goes on with the branches that succeeded',
} as const;

export const awaitStrategy: PropertyRow = {
  name: 'await',
  value: { kind: 'word', words: ['wait_all', 'best_effort'], about: strategyAbout },
  default: 'does not wait for branches',
  section: 'Convergence',
  help: 'Make this node the place where parallel branches meet.',
  details:
    '`wait_all` fails when one branch fails; `best_effort` carries on with the branches that succeeded. Without it the compiler finds the convergence.',
  diagnostics: ['C118', 'C123'],
};
