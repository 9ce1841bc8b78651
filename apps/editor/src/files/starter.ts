// What *New workflow* begins with: the least that is valid and shows a graph (E-SHELL-14).
export const starterText = `agent agent_1:
  model: "claude-sonnet-4-5"

workflow untitled:
  default_backend: "claw"
  entry: agent_1

  agent_1 -> done
`;
