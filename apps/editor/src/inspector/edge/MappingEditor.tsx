// The data of an edge (E-INSP-16): the target's input fields at the left, what each gets at the right; unmapped fields marked, unknown keys kept.
// Without any entry it says what is passed by itself.
import { ActionIcon, Autocomplete, Button } from '@mantine/core';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import type { CompiledGraph, WithEntryValue } from '@iterion/dsl';
import { useMemo } from 'react';
import { mapMatching, matchingFields } from '../../canvas/actions/connect.ts';
import { jsonOf } from '../../canvas/actions/edgeClauses.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import type { EdgeView, Projection } from '../../document/projection.ts';
import { getDocument, useDocumentPart, useGraph } from '../../document/store.ts';
import { NewKey } from '../controls/lists.tsx';
import styles from '../controls/controls.module.css';
import { commitOperation } from '../formScope.tsx';
import { useDraft } from '../useDraft.ts';
import { sourcesFor } from './sources.ts';

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
  const suggestions = useMemo(() => sourcesFor(graph, edge.data), [graph, edge.data]);
  const document = getDocument(fileId);
  const matching = document ? matchingFields(document, edge.id).length : 0;
  const set = (key: string, value: WithEntryValue): string | null =>
    commitOperation(
      fileId,
      { op: 'setWith', edge: edge.name, key, value },
      `Map ${key} on an edge`,
      `with ${edge.name} ${key}`,
    );
  return (
    <div className={styles.table}>
      {entries.length === 0 && <span className={styles.hint}>{defaultWords(edge, schema?.name)}</span>}
      {entries.map((entry) => (
        <MappingRow
          key={entry.key}
          name={entry.key}
          type={schema?.fields.find((field) => field.name === entry.key)?.type ?? (schema ? 'not in the schema' : '')}
          value={
            entry.value.kind === 'template' ? entry.value.template.source : JSON.stringify(jsonOf(entry.value.value))
          }
          suggestions={suggestions}
          onSet={(text) => set(entry.key, valueOf(text))}
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
            name={field.name}
            type={`${field.type}, not mapped`}
            value=""
            suggestions={suggestions}
            onSet={(text) => set(field.name, valueOf(text))}
          />
        ))}
      {matching > 0 && (
        <Button variant="default" onClick={() => mapMatching(fileId, edge.id)}>
          Map {matching} matching {matching === 1 ? 'field' : 'fields'}
        </Button>
      )}
      {entries.length === 0 && open.length > 0 && (
        <NewKeyOf
          fields={open.map((field) => field.name)}
          onAdd={(key) => set(key, { template: `{{input.${key}}}` })}
        />
      )}
      <NewKey label="Add a key" onAdd={(key) => set(key, { template: `{{input.${key}}}` })} />
    </div>
  );
}

function NewKeyOf({ fields, onAdd }: { readonly fields: readonly string[]; readonly onAdd: (key: string) => void }) {
  return (
    <div className={styles.fields}>
      {fields.map((field) => (
        <Button key={field} variant="default" size="compact-xs" onClick={() => onAdd(field)}>
          + {field}
        </Button>
      ))}
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly suggestions: readonly string[];
  readonly onSet: (text: string) => string | null;
  readonly onRemove?: () => void;
}
function MappingRow({ name, type, value, suggestions, onSet, onRemove }: RowProps) {
  const draft = useDraft(value, (text) => (text === '' ? null : onSet(text)));
  return (
    <div className={styles.pair}>
      <span className={styles.key} title={`${name}: ${type}`}>
        {name}
        {type !== '' && <span className={styles.hint}> {type}</span>}
      </span>
      <Autocomplete
        aria-label={`Value of ${name}`}
        classNames={{ input: styles.code ?? '' }}
        data-draft
        data={[...suggestions]}
        value={draft.text}
        error={draft.error}
        placeholder="{{input.…}}"
        spellCheck={false}
        onChange={draft.change}
        onBlur={draft.leave}
      />
      {onRemove ? (
        <ActionIcon aria-label={`Unmap ${name}`} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      ) : (
        <span />
      )}
    </div>
  );
}

/** Numbers, booleans, null and JSON are literals; everything else is a template. */
function valueOf(text: string): WithEntryValue {
  const trimmed = text.trim();
  if (/^(?:-?\d+(?:\.\d+)?|true|false|null)$/u.test(trimmed))
    return { json: JSON.parse(trimmed) as number | boolean | null };
  if (/^[[{]/u.test(trimmed) && !trimmed.startsWith('{{')) {
    try {
      return { json: JSON.parse(trimmed) as never };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return { template: text };
}

function defaultWords(edge: EdgeView, schema: string | undefined): string {
  return schema === undefined
    ? `Everything that ${edge.data.from} puts out is passed on.`
    : `What ${edge.data.from} puts out is passed on, as far as ${schema} has a field of that name.`;
}
