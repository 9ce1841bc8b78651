// The bundled examples (E-FILE-12): texts from a folder of the product, described by what their own head and graph say.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompiledGraph } from '@iterion/dsl';
import type { ExampleItem } from '@iterion/protocol';

export interface Example {
  readonly item: ExampleItem;
  readonly text: string;
}

export async function loadExamples(
  folder: string | null,
  compile: (text: string) => Promise<CompiledGraph>,
): Promise<readonly Example[]> {
  if (folder === null) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.iter')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { item: describe(name.replace(/\.iter$/, ''), await compile(text)), text };
    }),
  );
}

function describe(id: string, graph: CompiledGraph): ExampleItem {
  const nodes = graph.nodes.filter(({ kind }) => kind !== 'done' && kind !== 'fail').length;
  return {
    id,
    title: graph.meta?.name ?? id.replaceAll('_', ' '),
    level: level(graph, nodes),
    tags: tags(graph),
    description: graph.meta?.description ?? '',
    nodes,
  };
}

/** How much there is to understand: nodes, and whatever makes a run more than one way through them. */
function level({ loops, fanOuts, mcpServers, attachments, cursors }: CompiledGraph, nodes: number): string {
  const more = [loops, mcpServers, attachments, cursors].reduce((sum, each) => sum + each.length, 0);
  const weight = nodes + 2 * fanOuts.length + 2 * more;
  return weight <= 5 ? 'first steps' : weight <= 8 ? 'basics' : 'advanced';
}

/** What the example shows, from its graph. */
function tags(graph: CompiledGraph): string[] {
  const kinds = new Set(graph.nodes.map(({ kind }) => kind));
  const found: string[] = [];
  if (graph.loops.length > 0) found.push('loop');
  if (graph.fanOuts.length > 0) found.push('parallel');
  if (kinds.has('human')) found.push('people');
  if (kinds.has('judge')) found.push('judge');
  if (kinds.has('tool')) found.push('commands');
  if (kinds.has('router')) found.push('routing');
  if (kinds.has('compute')) found.push('compute');
  return found;
}
