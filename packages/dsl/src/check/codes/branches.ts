// Parallel branches and conversations: C009, C028, C108–C110, C116–C119, C123.
import { flow, type CodeRow } from './row.ts';

const fan = 'router f:\n  mode: fan_out_all\n\njoin j:\n  strategy: wait_all';

export const branchCodes = {
  C009: {
    severity: 'error',
    title: 'A continued session where several conversations meet',
    message: 'Several conversations meet at `{name}`; it cannot continue one of them.',
    hint: 'Use fresh or artifacts_only, or map `_session_id`.',
    docs: 'Behind parallel branches there is no single conversation to go on with. It is a warning where the compiler found the convergence by itself.',
    failing: flow({
      agents: 'a b',
      declare: 'router f:\n  mode: fan_out_all\n\nagent u:\n  session: inherit\n  await: wait_all',
      body: 'f -> a\nf -> b\na -> u\nb -> u\nu -> done',
    }),
    mended: flow({
      agents: 'a b',
      declare: 'router f:\n  mode: fan_out_all\n\nagent u:\n  session: fresh\n  await: wait_all',
      body: 'f -> a\nf -> b\na -> u\nb -> u\nu -> done',
    }),
  },
  C028: {
    severity: 'warning',
    title: 'One key from two branches',
    message: 'The key `{key}` also comes from the branch of `{other}`.',
    hint: 'The later edge wins; use two keys.',
    docs: 'The input of a convergence is the union over its edges.',
    failing: flow({
      agents: 'a b',
      declare: fan,
      body: 'f -> a\nf -> b\na -> j with { x: "1" }\nb -> j with { x: "2" }\nj -> done',
    }),
    mended: flow({
      agents: 'a b',
      declare: fan,
      body: 'f -> a\nf -> b\na -> j with { x: "1" }\nb -> j with { y: "2" }\nj -> done',
    }),
  },
  C108: {
    severity: 'warning',
    title: 'One artifact published in two branches',
    message: 'The artifact `{name}` is also published by `{other}`, in another branch.',
    hint: 'The edge order decides which one stays.',
    docs: 'Behind the convergence an artifact has one value.',
    failing: flow({
      declare: `agent a:\n  publish: result\n\nagent b:\n  publish: result\n\n${fan}`,
      body: 'f -> a\nf -> b\na -> j\nb -> j\nj -> done',
    }),
    mended: flow({
      declare: `agent a:\n  publish: result\n\nagent b:\n  publish: second\n\n${fan}`,
      body: 'f -> a\nf -> b\na -> j\nb -> j\nj -> done',
    }),
  },
  C109: {
    severity: 'error',
    title: 'Branches that meet in different places',
    message: 'The branches of `{name}` meet in different places.',
    hint: 'Lead all branches to one node, or split the fan-out.',
    docs: 'A fan-out ends where all its branches meet again. Branches that share nothing with the others may end on their own.',
    failing: flow({
      agents: 'a b c d e',
      declare: 'router f:\n  mode: fan_out_all',
      body: 'f -> a\nf -> b\nf -> c\na -> d\nb -> d when ok\nb -> e when not ok\nc -> e\nd -> done\ne -> done',
    }),
    mended: flow({
      agents: 'a b c d',
      declare: 'router f:\n  mode: fan_out_all',
      body: 'f -> a\nf -> b\nf -> c\na -> d\nb -> d\nc -> d\nd -> done',
    }),
  },
  C110: {
    severity: 'warning',
    title: 'Writers in two branches',
    message: '`{name}` and `{other}` may both write, in two branches.',
    hint: 'They are serialised, or refused with `workspace_safety: refuse`.',
    docs: 'Two nodes that may change files would disturb each other, so one waits for the other.',
    failing: flow({
      declare: `agent a:\n  tools: [bash]\n\nagent b:\n  tools: [bash]\n\n${fan}`,
      body: 'f -> a\nf -> b\na -> j\nb -> j\nj -> done',
    }),
    mended: flow({
      declare: `agent a:\n  tools: [bash]\n\nagent b:\n  tools: [bash]\n  readonly: true\n\n${fan}`,
      body: 'f -> a\nf -> b\na -> j\nb -> j\nj -> done',
    }),
  },
  C116: {
    severity: 'warning',
    title: 'A back edge that leaves a parallel branch',
    message: 'This edge leads out of a branch of `{name}` and back before it.',
    hint: 'It starts the fan-out again within the branch; loop after the convergence instead.',
    docs: 'Branches then multiply with each traversal.',
    failing: flow({
      agents: 'q a b',
      declare: fan,
      body: 'q -> f\nf -> a\nf -> b\na -> q when not ok as again(2)\na -> j\nb -> j\nj -> done',
    }),
    mended: flow({
      agents: 'q a b c',
      declare: fan,
      body: 'q -> f\nf -> a\nf -> b\na -> j\nb -> j\nj -> c\nc -> q when not ok as again(2)\nc -> done',
    }),
  },
  C117: {
    severity: 'warning',
    title: 'A node shared by two branches',
    message: '`{name}` lies in two branches of `{router}`.',
    hint: 'It runs once in each of them.',
    docs: 'That is fine when it is meant: each branch has its own execution of the node.',
    failing: flow({
      agents: 'a b c d',
      declare: fan,
      body: 'f -> a\nf -> b\nf -> d\na -> c\nb -> c\nc -> j\nd -> j\nj -> done',
    }),
    mended: flow({
      agents: 'a b d',
      declare: fan,
      body: 'f -> a\nf -> b\nf -> d\na -> j\nb -> j\nd -> j\nj -> done',
    }),
  },
  C118: {
    severity: 'warning',
    title: 'A join or `await` without a fan-out',
    message: 'No branches converge at `{name}`.',
    hint: 'Nothing converges here.',
    docs: 'Joins and `await` gather the branches of a fan-out; entered by one edge they only pass on.',
    failing: flow({ agents: 'a', declare: 'join j:\n  strategy: wait_all', body: 'a -> j\nj -> done' }),
    mended: flow({ agents: 'a b', declare: fan, body: 'f -> a\nf -> b\na -> j\nb -> j\nj -> done' }),
  },
  C119: {
    severity: 'warning',
    title: 'No conversation can reach this node',
    message: 'No agent or judge comes before `{name}`, so there is nothing to continue.',
    hint: 'Use fresh, or map `_session_id`.',
    docs: 'It would start a fresh conversation and warn about it in every run.',
    failing: flow({ declare: 'agent u:\n  session: inherit', body: 'u -> done' }),
    mended: flow({ agents: 'a', declare: 'agent u:\n  session: inherit', body: 'a -> u\nu -> done' }),
  },
  C123: {
    severity: 'warning',
    title: 'A branch can go round its explicit convergence',
    message: 'Over this edge a branch of `{name}` goes round `{convergence}`.',
    hint: 'What lies behind runs in the branch and again after the convergence.',
    docs: 'Lead the branch to the convergence, or to `done` or `fail`.',
    failing: flow({
      agents: 'a b e',
      declare: fan,
      body: 'f -> a\nf -> b\na -> j when ok\na -> e when not ok\nb -> j\nj -> e\ne -> done',
    }),
    mended: flow({ agents: 'a b e', declare: fan, body: 'f -> a\nf -> b\na -> j\nb -> j\nj -> e\ne -> done' }),
  },
} as const satisfies { readonly [code: string]: CodeRow };
