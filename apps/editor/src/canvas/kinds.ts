// The kind registry (E-VIS-05): everything the editor knows about a kind beside the language table, in one place. No `switch`
// over kinds anywhere else; a kind of the table that is missing here renders as `unknownKind` and works.
import type { LlmNode, Node, RouterNode, TerminalNode } from '@iterion/dsl';
import IconArrowsJoin2 from '@tabler/icons-react/dist/esm/icons/IconArrowsJoin2.mjs';
import IconArrowsSplit2 from '@tabler/icons-react/dist/esm/icons/IconArrowsSplit2.mjs';
import IconBoxMultiple from '@tabler/icons-react/dist/esm/icons/IconBoxMultiple.mjs';
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs';
import IconGitBranch from '@tabler/icons-react/dist/esm/icons/IconGitBranch.mjs';
import IconOctagonMinus from '@tabler/icons-react/dist/esm/icons/IconOctagonMinus.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconPuzzle from '@tabler/icons-react/dist/esm/icons/IconPuzzle.mjs';
import IconRobot from '@tabler/icons-react/dist/esm/icons/IconRobot.mjs';
import IconRotateClockwise2 from '@tabler/icons-react/dist/esm/icons/IconRotateClockwise2.mjs';
import IconScale from '@tabler/icons-react/dist/esm/icons/IconScale.mjs';
import IconSparkles from '@tabler/icons-react/dist/esm/icons/IconSparkles.mjs';
import IconSum from '@tabler/icons-react/dist/esm/icons/IconSum.mjs';
import IconTerminal2 from '@tabler/icons-react/dist/esm/icons/IconTerminal2.mjs';
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs';
import type { Icon } from '@tabler/icons-react';
import type { Silhouette } from './kernels/silhouettes.ts';

/** What a card says on its second line; parts are joined by a middle dot. */
export interface SummaryPart {
  readonly text: string;
  /** Comes from the workflow or a default, not from the node. */
  readonly dim?: boolean;
  readonly mono?: boolean;
}
export interface CardChip {
  readonly text: string;
  /** The whole thing in words, for tooltip and screen readers. */
  readonly title: string;
}
/** What a card may read beside its own node. */
export interface CardContext {
  readonly outgoing: readonly { readonly target: string; readonly conditional: boolean }[];
  readonly incomingCount: number;
  /** First words of a prompt by name. */
  readonly promptStart: (name: string) => string;
}
/** Names of the role variables of the theme: `--hue-agent` and so on. */
export type Hue = 'agent' | 'judge' | 'control' | 'human' | 'tool' | 'compute' | 'done' | 'fail' | 'neutral';
export type CardKind = Node['kind'] | 'start' | 'missing' | 'group';

export interface KindEntry<N> {
  readonly title: string;
  readonly silhouette: Silhouette;
  readonly hue: Hue;
  readonly icon: (node: N | null) => Icon;
  readonly summary: (node: N, context: CardContext) => readonly SummaryPart[];
  readonly chips: (node: N, context: CardContext) => readonly CardChip[];
  /** The two more lines of the detailed density. */
  readonly details: (node: N, context: CardContext) => readonly string[];
}
type NodeOf<K> = K extends 'agent' | 'judge'
  ? LlmNode
  : K extends 'done' | 'fail'
    ? TerminalNode
    : Extract<Node, { readonly kind: K }>;

const nothing = (): readonly never[] => [];
const fixed = (icon: Icon) => (): Icon => icon;

function thinking(title: string, silhouette: Silhouette, hue: Hue, icon: Icon): KindEntry<LlmNode> {
  return {
    title,
    silhouette,
    hue,
    icon: fixed(icon),
    summary: (node) => [
      node.model ? { text: modelName(node.model.source) } : { text: 'default model', dim: true },
      { text: node.backend.value.source, dim: node.backend.from !== 'node' },
      ...(node.reasoningEffort === undefined
        ? []
        : [{ text: typeof node.reasoningEffort === 'string' ? node.reasoningEffort : node.reasoningEffort.source }]),
    ],
    chips: (node) => [
      ...schemaChips(node),
      ...(node.session === 'fresh' ? [] : [{ text: words(node.session), title: `Session ${words(node.session)}` }]),
      ...(node.tools.length === 0
        ? []
        : [{ text: plural(node.tools.length, 'tool'), title: `Tools: ${node.tools.join(', ')}` }]),
      ...awaitChip(node.await),
      ...(node.readonly ? [{ text: 'read-only', title: 'Read-only: writing tools are withheld' }] : []),
      ...publishChip(node.publish),
    ],
    details: (node, context) => [
      node.user === undefined ? 'Input as JSON' : context.promptStart(node.user),
      [
        node.toolMaxSteps > 0 ? `≤ ${node.toolMaxSteps} tool steps` : '',
        node.maxTokens > 0 ? `≤ ${node.maxTokens} tokens` : '',
        node.publish === undefined ? '' : `publishes ${node.publish}`,
      ]
        .filter((text) => text !== '')
        .join(' · '),
    ],
  };
}

function terminal(title: string, silhouette: Silhouette, hue: Hue, icon: Icon): KindEntry<TerminalNode> {
  return {
    title,
    silhouette,
    hue,
    icon: fixed(icon),
    summary: (_node, context) => [{ text: String(context.incomingCount) }],
    chips: nothing,
    details: nothing,
  };
}

export const kinds: { readonly [K in Node['kind']]: KindEntry<NodeOf<K>> } = {
  agent: thinking('Agent', 'rounded', 'agent', IconRobot),
  judge: thinking('Judge', 'cut', 'judge', IconScale),
  router: {
    title: 'Router',
    silhouette: 'hexagon',
    hue: 'control',
    icon: (node) => routerModes[node?.mode ?? 'fan_out_all'].icon,
    summary: (node, context) => [{ text: routerModes[node.mode].summary(context.outgoing.length, node.multi) }],
    chips: (node, context) => {
      const otherwise = context.outgoing.some((edge) => edge.conditional)
        ? context.outgoing.find((edge) => !edge.conditional)?.target
        : undefined;
      return [
        ...(node.mode === 'llm' && node.model
          ? [{ text: modelName(node.model.source), title: `Model ${node.model.source}` }]
          : []),
        ...(otherwise === undefined ? [] : [{ text: `else ${otherwise}`, title: `Otherwise to ${otherwise}` }]),
      ];
    },
    details: (node, context) => [
      context.outgoing.map((edge) => edge.target).join(', '),
      node.user === undefined ? '' : context.promptStart(node.user),
    ],
  },
  join: {
    title: 'Join',
    silhouette: 'trapezoid',
    hue: 'control',
    icon: fixed(IconArrowsJoin2),
    summary: (node, context) => [
      {
        text:
          node.strategy === 'wait_all'
            ? `Waits for all ${context.incomingCount}`
            : node.require.length === 0
              ? 'Goes on without the failed'
              : `Goes on without the failed; needs ${node.require.join(', ')}`,
      },
    ],
    chips: (node) => schemaChips(node),
    details: (node) => [node.require.length === 0 ? '' : `Needs ${node.require.join(', ')}`, ''],
  },
  human: {
    title: 'Human',
    silhouette: 'stadium',
    hue: 'human',
    icon: fixed(IconUser),
    summary: (node) => [{ text: humanSummaries[node.interaction.value], dim: node.interaction.from === 'workflow' }],
    chips: (node) => [
      ...schemaChips(node),
      ...(node.minAnswers > 0
        ? [{ text: `≥ ${node.minAnswers}`, title: `At least ${plural(node.minAnswers, 'answer')}` }]
        : []),
      ...awaitChip(node.await),
      ...publishChip(node.publish),
    ],
    details: (node, context) => [
      node.instructions === undefined ? 'No instructions' : context.promptStart(node.instructions),
      '',
    ],
  },
  tool: {
    title: 'Tool',
    silhouette: 'tabbed',
    hue: 'tool',
    icon: fixed(IconTerminal2),
    summary: (node) => [{ text: firstLine(node.command?.source ?? node.script?.source ?? ''), mono: true }],
    chips: (node) => [
      ...schemaChips(node),
      ...(node.language === undefined ? [] : [{ text: node.language, title: `Script in ${node.language}` }]),
      ...awaitChip(node.await),
    ],
    details: (node) => [(node.command?.source ?? node.script?.source ?? '').split('\n')[1]?.trim() ?? '', ''],
  },
  compute: {
    title: 'Compute',
    silhouette: 'ruled',
    hue: 'compute',
    icon: fixed(IconSum),
    summary: (node) => [{ text: node.fields.map((field) => field.name).join(', '), mono: true }],
    chips: (node) => [...schemaChips(node), ...awaitChip(node.await)],
    details: (node) => node.fields.slice(0, 2).map((field) => `${field.name} = ${field.source}`),
  },
  done: terminal('Done', 'pill', 'done', IconCircleCheck),
  fail: terminal('Fail', 'octagon', 'fail', IconOctagonMinus),
};

/** A name that edges mention and nothing declares, or a kind that this editor does not know. */
export const unknownKind: KindEntry<Node> = {
  title: 'Unknown',
  silhouette: 'dashed',
  hue: 'neutral',
  icon: fixed(IconPuzzle),
  summary: () => [{ text: 'Not declared' }],
  chips: nothing,
  details: nothing,
};
const startKind: KindEntry<Node> = {
  title: 'Start',
  silhouette: 'pill',
  hue: 'neutral',
  icon: fixed(IconPlayerPlay),
  summary: nothing,
  chips: nothing,
  details: nothing,
};

/** A collapsed group. */
const groupKind: KindEntry<Node> = {
  title: 'Group',
  silhouette: 'rounded',
  hue: 'neutral',
  icon: fixed(IconBoxMultiple),
  summary: nothing,
  chips: nothing,
  details: nothing,
};

export function kindEntry(kind: string): KindEntry<Node> {
  if (kind === 'start') return startKind;
  if (kind === 'group') return groupKind;
  // The registry's entries take the node of their own kind; callers pass the node whose kind they asked for.
  return Object.hasOwn(kinds, kind) ? (kinds[kind as Node['kind']] as unknown as KindEntry<Node>) : unknownKind;
}

interface RouterMode {
  readonly title: string;
  readonly help: string;
  readonly icon: Icon;
  readonly summary: (branches: number, multi: boolean) => string;
}
export const routerModes: { readonly [M in RouterNode['mode']]: RouterMode } = {
  fan_out_all: {
    title: 'Fan out',
    help: 'Runs every branch at the same time',
    icon: IconArrowsSplit2,
    summary: (n) => `All ${plural(n, 'branch', 'branches')}`,
  },
  condition: {
    title: 'Condition',
    help: 'Takes the first branch whose condition holds',
    icon: IconGitBranch,
    summary: (n) => `First match of ${n}`,
  },
  round_robin: {
    title: 'In turn',
    help: 'Takes its branches one after the other',
    icon: IconRotateClockwise2,
    summary: (n) => `In turn, ${n}`,
  },
  llm: {
    title: 'Model choice',
    help: 'A model picks the branch',
    icon: IconSparkles,
    summary: (n, multi) => `Model picks ${multi ? 'some' : 'one'} of ${n}`,
  },
};

const humanSummaries = {
  none: 'Asks a person',
  human: 'Asks a person',
  llm: 'Model answers',
  llm_or_human: 'Model decides whether to ask',
} as const;

function schemaChips(node: { readonly input?: string; readonly output?: string }): CardChip[] {
  return [
    ...(node.input === undefined ? [] : [{ text: `→ ${node.input}`, title: `Input schema ${node.input}` }]),
    ...(node.output === undefined ? [] : [{ text: `${node.output} →`, title: `Output schema ${node.output}` }]),
  ];
}
function awaitChip(strategy: string | undefined): CardChip[] {
  if (strategy === undefined) return [];
  return [{ text: words(strategy), title: `Convergence: ${words(strategy)}` }];
}
function publishChip(artifact: string | undefined): CardChip[] {
  return artifact === undefined ? [] : [{ text: `↑ ${artifact}`, title: `Publishes ${artifact}` }];
}
/** The part of a model specification that tells models apart. */
function modelName(source: string): string {
  return source.includes('${') || source.includes('{{') ? source : (source.split('/').at(-1) ?? source);
}
function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0]?.trim() ?? '';
}
function words(snake: string): string {
  return snake.replaceAll('_', ' ');
}
function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
