// Generated workflows, scripts and schedules for the property tests (runtime.md §14): nodes of all kinds, nested fan-outs, loops,
// conditions, early ends. Everything follows from one number, so that a failure is repeated by its seed.
import { compile, parse, type CompiledGraph } from '@iterion/dsl';
import type { Effect } from '../effects.ts';
import type { Json, JsonMap } from '../json.ts';
import type { Script } from './script.ts';

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A number in [0, 1) that depends on the words alone. */
export function chanceOf(seed: number, ...words: readonly (string | number)[]): number {
  let hash = seed >>> 0;
  for (const char of words.join('|')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return randomFrom(hash)();
}

export interface Mood {
  /** Nodes that fail for good, and branches that reach `fail`. */
  readonly failures?: boolean;
  /** Failures that pass. */
  readonly retries?: boolean;
  readonly people?: boolean;
  readonly questions?: boolean;
  /** Tools that write to the workspace. */
  readonly writers?: boolean;
  /** Edges back past a router. */
  readonly wild?: boolean;
}

export interface Generated {
  readonly seed: number;
  readonly text: string;
  readonly graph: CompiledGraph;
  readonly script: Script;
}

const DECLARED = ['approved', 'again', 'left'] as const;

/** A workflow and what its nodes do; null when the draw is no valid file (branches that never meet). */
export function generate(seed: number, mood: Mood): Generated | null {
  const text = draw(seed, mood);
  const graph = compile(parse(text));
  if (!graph.valid) return null;
  return { seed, text, graph, script: scriptOf(graph, seed, mood) };
}

function draw(seed: number, mood: Mood): string {
  return new Drawing(seed, mood).file();
}

interface Block {
  readonly entry: string;
  readonly exit: string;
}

class Drawing {
  readonly #random: () => number;
  readonly #mood: Mood;
  readonly #declarations: string[] = [];
  readonly #edges: string[] = [];
  readonly #routers: string[] = [];
  #count = 0;
  #loops = 0;
  #artifacts = 0;
  #wild = false;

  constructor(seed: number, mood: Mood) {
    this.#random = randomFrom(seed);
    this.#mood = mood;
  }

  file(): string {
    const body = this.#sequence(this.#below(4) === 0 ? 3 : 2, 1 + this.#below(3));
    this.#edges.push(`${body.exit} -> done`);
    const items = this.#below(3) === 0 ? ['  budget:', `    max_parallel_branches: ${1 + this.#below(3)}`] : [];
    return [
      'vars:\n  text: string = "t"\n',
      'schema verdict:\n  approved: bool\n  again: bool\n  left: bool\n',
      ...this.#declarations,
      'workflow generated:',
      `  entry: ${body.entry}`,
      ...items,
      ...this.#edges.map((edge) => `  ${edge}`),
      '',
    ].join('\n');
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #name(kind: string): string {
    this.#count += 1;
    return `${kind}${this.#count}`;
  }

  #sequence(depth: number, length: number): Block {
    const blocks = Array.from({ length }, () => this.#block(depth));
    const [first = this.#task(), ...rest] = blocks;
    let exit = first.exit;
    for (const block of rest) {
      this.#connect(exit, block.entry);
      exit = block.exit;
    }
    return { entry: first.entry, exit };
  }

  #connect(from: string, to: string): void {
    const mapped = this.#below(4) === 0 ? ` with {last: "{{outputs.${from}}}", k: 1}` : '';
    this.#edges.push(`${from} -> ${to}${mapped}`);
  }

  #block(depth: number): Block {
    if (depth === 0) return this.#task();
    switch (this.#below(9)) {
      case 0:
      case 1:
        return this.#fanOut(depth);
      case 2:
      case 3:
        return this.#loop(depth);
      case 4:
        return this.#choice(depth);
      case 5:
        return this.#turns(depth);
      case 6:
        return this.#chosenRoutes(depth);
      default:
        return this.#task();
    }
  }

  #task(): Block {
    const draw = this.#below(10);
    if (draw === 0 && this.#mood.people === true) return this.#declare('human', '');
    if (draw === 1) return this.#declare('compute', '  expr:\n    approved: "vars.text == \'t\'"\n');
    if (draw === 2 && this.#mood.writers === true) return this.#declare('tool', '  command: "touch x"\n');
    if (draw === 3) return this.#declare('tool', '  command: "git_status"\n');
    const asks = this.#mood.questions === true && draw === 4 ? '  interaction: human\n' : '';
    return this.#declare('agent', `  model: "m/m"\n${asks}${this.#publish()}`);
  }

  #publish(): string {
    if (this.#below(4) !== 0) return '';
    this.#artifacts += 1;
    return `  publish: art${this.#artifacts}\n`;
  }

  #declare(kind: string, body: string): Block {
    const name = this.#name(kind[0] ?? 'n');
    this.#declarations.push(`${kind} ${name}:\n${body}`);
    return { entry: name, exit: name };
  }

  #judge(body = ''): Block {
    return this.#declare('judge', `  model: "m/m"\n  output: verdict\n${body}${this.#publish()}`);
  }

  #loop(depth: number): Block {
    const body = this.#sequence(depth - 1, 1 + this.#below(2));
    const gate = this.#judge();
    this.#loops += 1;
    this.#connect(body.exit, gate.entry);
    const bound = 1 + this.#below(3);
    this.#edges.push(`${gate.exit} -> ${body.entry} when again as l${this.#loops}(${bound})`);
    return { entry: body.entry, exit: gate.exit };
  }

  #choice(depth: number): Block {
    const question = this.#judge();
    const [yes, no] = [this.#sequence(depth - 1, 1), this.#sequence(depth - 1, 1)];
    const after = this.#task();
    this.#edges.push(
      `${question.exit} -> ${yes.entry} when approved`,
      `${question.exit} -> ${no.entry} when not approved`,
    );
    if (this.#mood.failures === true && this.#below(4) === 0) this.#edges.push(`${question.exit} -> fail when left`);
    this.#connect(yes.exit, after.entry);
    this.#connect(no.exit, after.entry);
    return { entry: question.entry, exit: after.exit };
  }

  #turns(depth: number): Block {
    const router = this.#declare('router', '  mode: round_robin\n');
    const sides = [this.#sequence(depth - 1, 1), this.#sequence(depth - 1, 1)];
    const after = this.#task();
    for (const side of sides) {
      this.#edges.push(`${router.exit} -> ${side.entry}`);
      this.#connect(side.exit, after.entry);
    }
    return { entry: router.entry, exit: after.exit };
  }

  #chosenRoutes(depth: number): Block {
    const multi = this.#below(2) === 0;
    const router = this.#declare('router', `  mode: llm\n  model: "m/m"\n${multi ? '  multi: true\n' : ''}`);
    return this.#spread(router, depth, multi);
  }

  #fanOut(depth: number): Block {
    const router = this.#declare('router', '  mode: fan_out_all\n');
    this.#routers.push(router.entry);
    return this.#spread(router, depth, true);
  }

  #spread(router: Block, depth: number, branches: boolean): Block {
    const heads = Array.from({ length: 2 + this.#below(2) }, () => this.#sequence(depth - 1, 1 + this.#below(2)));
    const meeting = branches ? this.#convergence(heads) : this.#task();
    for (const head of heads) {
      this.#edges.push(`${router.exit} -> ${head.entry}`);
      this.#connect(this.#early(head), meeting.entry);
    }
    return { entry: router.entry, exit: meeting.exit };
  }

  /** A branch may leave for `done`, and in wild graphs go back to a router that is already behind it; where it goes on from. */
  #early(head: Block): string {
    if (this.#below(6) !== 0) return head.exit;
    const judge = this.#judge();
    this.#connect(head.exit, judge.entry);
    const router = this.#routers[this.#below(this.#routers.length)];
    // One such edge per file: branches multiply with each traversal (R-FAN-19).
    if (this.#mood.wild === true && router !== undefined && !this.#wild && this.#below(2) === 0) {
      this.#wild = true;
      this.#loops += 1;
      this.#edges.push(`${judge.exit} -> ${router} when again as l${this.#loops}(1)`);
    } else this.#edges.push(`${judge.exit} -> done when left`);
    return judge.exit;
  }

  #convergence(heads: readonly Block[]): Block {
    const strategy = this.#below(3) === 0 ? 'best_effort' : 'wait_all';
    if (this.#below(2) === 0) return this.#declare('agent', `  model: "m/m"\n  await: ${strategy}\n${this.#publish()}`);
    const require =
      this.#mood.failures === true && this.#below(3) === 0
        ? `  require: [${heads.map((head) => head.exit).join(', ')}]\n`
        : '';
    return this.#declare('join', `  strategy: ${strategy}\n${require}`);
  }
}

/** What nodes do: a function of seed, branch, node and iteration, never of the order in which effects complete. */
function scriptOf(graph: CompiledGraph, seed: number, mood: Mood): Script {
  const act = (effect: Effect) => {
    const chance = (word: string) => chanceOf(seed, word, effect.branch, effect.node, effect.iteration);
    const node = graph.nodes.find((candidate) => candidate.id === effect.node);
    const seconds = Math.floor(chance('time') * 5);
    const base = { seconds, tokens: effect.kind === 'tool' ? 0 : 10, cost: 0.001 };
    const failure = (code: 'EXECUTION_FAILED' | 'NETWORK_TRANSIENT' | 'TOOL_FAILED_TRANSIENT') => ({
      ...base,
      error: { code, message: `generated ${code}` },
    });
    if (mood.failures === true && chance('fails') < 0.08) return failure('EXECUTION_FAILED');
    if (mood.retries === true && effect.attempt <= 2 && chance('retries') < 0.15) {
      return failure(effect.kind === 'tool' ? 'TOOL_FAILED_TRANSIENT' : 'NETWORK_TRANSIENT');
    }
    const asks = (node?.kind === 'agent' || node?.kind === 'judge') && node.interaction.value === 'human';
    const answered = 'answered' in effect.request ? (effect.request.answered?.length ?? 0) : 0;
    if (asks && answered === 0) return { ...base, question: { question: `what about ${effect.node}?` } };
    return { ...base, output: outputOf(effect, chance) };
  };
  return Object.fromEntries(graph.nodes.map((node) => [node.id, act]));
}

function outputOf(effect: Effect, chance: (word: string) => number): Json {
  const made: JsonMap = { made: effect.id.replace(/@.*/, '') };
  const { request } = effect;
  if ('route' in request && request.route !== undefined) {
    const { candidates, multi, require } = request.route;
    const start = Math.floor(chance('route') * candidates.length);
    if (!multi) return { selected_route: candidates[start] ?? '', reasoning: 'r' };
    const chosen = candidates.filter((name, index) => index === start || chance(name) < 0.5);
    for (const { any_of } of require) if (!any_of.some((name) => chosen.includes(name))) chosen.push(any_of[0] ?? '');
    return { selected_routes: chosen, reasoning: 'r' };
  }
  for (const field of DECLARED) made[field] = chance(field) < 0.5;
  return made;
}
