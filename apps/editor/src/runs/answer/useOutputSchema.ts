// The schema of a node's output as the run's source declares it: what *Skip with this output* asks for (E-RUN-44).
import { type Schema, compile, parse } from '@iterion/dsl';
import type { Interaction } from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { ApiError, api } from '../../server/api.ts';
import { schemaNamed } from '../kernels/conformity.ts';

/** Read when it is wanted; null while unknown, and for a node without a schema. */
export function useOutputSchema({ runId, node }: Interaction, wanted: boolean): Schema | null {
  const [schema, setSchema] = useState<Schema | null>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    const abort = new AbortController();
    api.call('runs.source', { params: { id: runId }, signal: abort.signal }).then(
      ({ text }) => {
        const graph = compile(parse(text));
        setSchema(schemaNamed(graph, graph.nodes.find(({ id }) => id === node)?.output) ?? null);
      },
      (error: unknown) => {
        // Without the source the output is given as JSON.
        if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
      },
    );
    return () => abort.abort();
  }, [runId, node, wanted]);
  return schema;
}
