// The data of an edge (E-INSP-16): the target's input fields, and what each gets; unmapped fields marked, unknown keys kept. Without any
// entry it says what is passed by itself.
import { Button } from '@mantine/core';
import type { CompiledGraph, Type, WithEntryValue } from '@iterion/dsl';
import { mapMatching, matchingFields } from '../../canvas/actions/connect.ts';
import { jsonOf } from '../../canvas/actions/edgeClauses.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import type { EdgeView, Projection } from '../../document/projection.ts';
import { getDocument, useDocumentPart, useGraph } from '../../document/store.ts';
import { NewKey } from '../controls/lists.tsx';
import styles from '../controls/controls.module.css';
import { commitOperation } from '../formScope.tsx';
import { MappingRow } from './MappingRow.tsx';
import { sourceTree } from './sources.ts';
import { SourceTree } from './SourceTree.tsx';

export function MappingEditor({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const projection = useGraph(fileId);
  const graph = useDocumentPart(fileId, (document) => document.graph);
  const edge = edgeOf(projection, item);
  return edge && graph ? <Editor fileId={fileId} edge={edge} projection={projection} graph={graph} /> : null;
}

interface EditorProps {
  readonly fileId: FileId;
  readonly edge: EdgeView;
  readonly projection: Projection;
  readonly graph: CompiledGraph;
}
function Editor({ fileId, edge, projection, graph }: EditorProps) {
  const target = nodeOf(projection, edge.target);
  const schema = graph.schemas.find((candidate) => candidate.name === (target?.data?.input ?? ''));
  const entries = edge.data.with ?? [];
  const mapped = new Set(entries.map((entry) => entry.key));
  const open = (schema?.fields ?? []).filter((field) => !mapped.has(field.name));
  const document = getDocument(fileId);
  const matching = document ? matchingFields(document, edge.id).length : 0;
  const groups = sourceTree(graph, edge.name, edge.data.from);
  const typeOf = (key: string): Type | undefined => schema?.fields.find((field) => field.name === key)?.type;
  const set = (key: string, value: WithEntryValue): string | null =>
    commitOperation(
      fileId,
      { op: 'setWith', edge: edge.name, key, value },
      `Map ${key} on an edge`,
      `with ${edge.name} ${key}`,
    );
  const first = (key: string): string | null => set(key, { template: `{{input.${key}}}` });
  return (
    <div className={styles.table}>
      {entries.length === 0 && <span className={styles.hint}>{defaultWords(edge, schema?.name)}</span>}
      {entries.map((entry) => (
        <MappingRow
          key={entry.key}
          fileId={fileId}
          edge={edge.name}
          name={entry.key}
          declared={typeOf(entry.key)}
          foreign={schema !== undefined && typeOf(entry.key) === undefined}
          value={
            entry.value.kind === 'template'
              ? { template: entry.value.template.source }
              : { json: jsonOf(entry.value.value) }
          }
          groups={groups}
          onSet={(value) => set(entry.key, value)}
          onRemove={() =>
            commitOperation(
              fileId,
              { op: 'unsetWith', edge: edge.name, key: entry.key },
              `Unmap ${entry.key} on an edge`,
            )
          }
        />
      ))}
      {entries.length > 0 &&
        open.map((field) => (
          <MappingRow
            key={field.name}
            fileId={fileId}
            edge={edge.name}
            name={field.name}
            declared={field.type}
            value={null}
            groups={groups}
            onSet={(value) => set(field.name, value)}
          />
        ))}
      {(matching > 0 || (entries.length === 0 && open.length > 0)) && (
        <div className={styles.fields}>
          {matching > 0 && (
            <Button variant="default" size="compact-sm" onClick={() => mapMatching(fileId, edge.id)}>
              Map {matching} matching {matching === 1 ? 'field' : 'fields'}
            </Button>
          )}
          {entries.length === 0 &&
            open.map((field) => (
              <Button key={field.name} variant="default" size="compact-sm" onClick={() => first(field.name)}>
                + {field.name}
              </Button>
            ))}
        </div>
      )}
      <NewKey label="Add a key" onAdd={first} />
      <SourceTree fileId={fileId} edge={edge.name} groups={groups} />
    </div>
  );
}

function defaultWords(edge: EdgeView, schema: string | undefined): string {
  return schema === undefined
    ? `Nothing is mapped: everything that ${edge.data.from} puts out is passed on.`
    : `Nothing is mapped: what ${edge.data.from} puts out is passed on, as far as ${schema} has a field of that name.`;
}
