// Workflows that the tests of runs start: small, and real where it matters.

export const HUMAN_GATE = `schema log:
  text: string
  exit_code: int

schema notes:
  title: string

schema decision:
  approved: bool
  remarks: string

prompt ask:
  Approve {{input.title}}?

tool collect:
  command: "echo really ran > ran.txt; echo hello"
  output: log

agent draft:
  model: "anthropic/claude-sonnet-4-5"
  output: notes
  publish: notes
  readonly: true

human approval:
  input: notes
  output: decision
  instructions: ask

workflow human_gate:
  entry: collect
  budget:
    max_iterations: 30

  collect -> draft
  draft -> approval
  approval -> done when approved
  approval -> draft when not approved as revise(3)
`;

export const PURE = `vars:
  count: int = 3
  topic: string
  api_token: string = "x"

presets:
  many:
    count: 9

schema numbers:
  doubled: int

compute double:
  output: numbers
  expr:
    doubled: "vars.count * 2"

workflow pure:
  entry: double
  double -> done
`;

export const SLOW = `schema out:
  exit_code: int

tool wait:
  command: "sleep 30"
  output: out

workflow slow:
  entry: wait
  wait -> done
`;

export const LARGE = `schema out:
  text: string
  exit_code: int

tool big:
  command: "printf 'x%0100000d' 1"
  output: out

workflow large:
  entry: big
  big -> done
`;

export const BROKEN = `workflow broken:
  entry: nowhere
  nowhere -> done
`;
