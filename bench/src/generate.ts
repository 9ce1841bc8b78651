// A generator of workflow files for benchmarks: all seven node kinds, about 1.1 edges per node, 5 % loops, comments, prompts and
// schemas (editor.md E-PERF-01). Deterministic: the same size and seed give the same text. The result has no error.

/** Mulberry32: a small seeded generator; returns numbers in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Text of a valid workflow with about `nodes` nodes. */
export function generateWorkflow(nodes: number, seed = 1): string {
  const random = seeded(seed);
  const declarations: string[] = [];
  const edges: string[] = [];
  const made: string[] = [];
  const name = (): string => {
    const next = `step_${String(made.length + 1).padStart(4, '0')}`;
    made.push(next);
    return next;
  };
  const comment = () => (random() < 0.3 ? `## Step ${made.length + 1}: written by hand, kept by every edit.\n` : '');

  const plain = (): string => {
    const note = comment();
    const id = name();
    const pick = random();
    if (pick < 0.45)
      declarations.push(
        `${note}agent ${id}:\n  model: "anthropic/claude-sonnet-4-5"\n  output: result\n  system: rules_${made.length % 8}\n  user: ask_${made.length % 8}\n  readonly: true\n`,
      );
    else if (pick < 0.6)
      declarations.push(
        `${note}judge ${id}:\n  model: "openai/gpt-5"\n  output: result\n  user: ask_${made.length % 8}\n  reasoning_effort: high\n`,
      );
    else if (pick < 0.8)
      declarations.push(
        `${note}tool ${id}:\n  command: "echo {{vars.topic}} ${id}"   # runs in the shell\n  output: result\n`,
      );
    else if (pick < 0.92)
      declarations.push(
        `${note}compute ${id}:\n  output: result\n  expr:\n    ok: "vars.limit > 2"\n    text: "concat(vars.list, vars.list)[0]"\n    score: "vars.limit * 2"\n`,
      );
    else declarations.push(`${note}human ${id}:\n  output: result\n  instructions: ask_${made.length % 8}\n`);
    return id;
  };

  let tail = plain();
  const entry = tail;
  while (made.length < nodes) {
    const shape = random();
    if (shape < 0.06 && nodes - made.length > 5) {
      const split = name();
      declarations.push(`router ${split}:\n  mode: fan_out_all\n`);
      edges.push(`  ${tail} -> ${split}`);
      const heads = [plain(), plain(), plain()];
      const meet = name();
      declarations.push(`join ${meet}:\n  strategy: wait_all\n`);
      for (const head of heads) edges.push(`  ${split} -> ${head}`, `  ${head} -> ${meet}`);
      tail = meet;
    } else {
      const next = plain();
      if (shape < 0.11) {
        edges.push(`  ${tail} -> ${next}`);
        const after = plain();
        edges.push(
          `  ## back to ${next} while it is not good`,
          `  ${next} -> ${next} when not ok as again_${made.length}(3)`,
          `  ${next} -> ${after}`,
        );
        tail = after;
      } else {
        edges.push(
          random() < 0.2
            ? `  ${tail} -> ${next} with {\n    text: "{{input.text}}",\n    topic: "{{vars.topic}}"\n  }`
            : `  ${tail} -> ${next}`,
        );
        tail = next;
      }
    }
  }
  edges.push(`  ${tail} -> done`);

  const prompts = Array.from(
    { length: 8 },
    (_, index) =>
      `prompt rules_${index}:\n  You are careful. Rule ${index}: say what is certain and what is not.\n\nprompt ask_${index}:\n  # Task ${index}\n\n  Topic: {{vars.topic}}, limit {{vars.limit}}.\n  What came before: {{input.text}}\n`,
  );
  return [
    '## Generated for benchmarks.\n',
    'vars:\n  topic: string = "graphs"\n  limit: int = 3\n  list: string[] = ["a", "b"]\n',
    ...prompts,
    'schema result:\n  ok: bool\n  text: string\n  score: int\n',
    ...declarations,
    `workflow generated:\n  entry: ${entry}\n  default_backend: "claw"\n\n${edges.join('\n')}\n`,
  ].join('\n');
}
