// The condition of an edge (E-EDGE-04): always, a boolean field of the source's output or its negation, or an expression. Used in the form and
// on the chip.
import { Select } from '@mantine/core';
import type { Condition } from '@iterion/dsl';
import { useState } from 'react';
import type { FileId, ItemId } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import type { EdgeView, Projection } from '../../document/projection.ts';
import { useDocumentPart, useGraph } from '../../document/store.ts';
import { Segments } from '../controls/Segments.tsx';
import styles from '../controls/controls.module.css';
import { commitOperation } from '../formScope.tsx';
import { ExpressionField } from '../text/ExpressionField.tsx';

type Mode = 'always' | 'field' | 'expression';

export function ConditionEditor({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const projection = useGraph(fileId);
  const edge = edgeOf(projection, item);
  return edge ? <Editor key={item} fileId={fileId} edge={edge} projection={projection} /> : null;
}

function Editor({
  fileId,
  edge,
  projection,
}: {
  readonly fileId: FileId;
  readonly edge: EdgeView;
  readonly projection: Projection;
}) {
  const { when } = edge.data;
  const present: Mode = !when ? 'always' : when.kind === 'field' ? 'field' : 'expression';
  // What was chosen counts until the text says something new, be it from here or from the chip.
  const [chosen, setChosen] = useState<{ readonly mode: Mode; readonly beside: Mode } | null>(null);
  const mode = chosen?.beside === present ? chosen.mode : present;
  const [refused, setRefused] = useState<string | null>(null);
  const fields = useBooleanFields(fileId, edge, projection);
  const set = (condition: Condition | null): string | null => {
    const reason = commitOperation(
      fileId,
      { op: 'setCondition', edge: edge.name, when: condition },
      'Set the condition of an edge',
      `when ${edge.name}`,
    );
    setRefused(reason);
    return reason;
  };
  const choose = (next: Mode): void => {
    setChosen({ mode: next, beside: present });
    if (next === 'always') set(null);
    else if (next === 'field' && when?.kind !== 'field') chooseFree();
  };
  /** The first condition that no other edge between these two has: beside \`when approved\` that is \`when not approved\`. */
  const chooseFree = (): void => {
    for (const negated of [false, true]) for (const field of fields) if (set({ field, negated }) === null) return;
  };
  const field = when?.kind === 'field' ? when.field : fields[0];
  const source = nodeOf(projection, edge.source);
  if (source?.data?.kind === 'router' && source.data.mode === 'llm')
    return <span className={styles.hint}>The model of {source.name} chooses; its edges have no conditions.</span>;
  return (
    <div className={styles.table}>
      <Segments
        label="Taken"
        segments={[
          { value: 'always', label: edge.otherwise ? 'otherwise' : 'always' },
          { value: 'field', label: 'by field' },
          { value: 'expression', label: 'ƒ expression' },
        ]}
        value={mode}
        onChoose={(value) => choose(value as Mode)}
      />
      {mode === 'field' && (
        <div className={styles.withButtons}>
          <div style={{ width: 96 }}>
            <Segments
              label="Value of the field"
              segments={[
                { value: 'is', label: 'is' },
                { value: 'not', label: 'not' },
              ]}
              value={when?.kind === 'field' && when.negated ? 'not' : 'is'}
              onChoose={(value) => field !== undefined && set({ field, negated: value === 'not' })}
            />
          </div>
          <Select
            className={styles.grow}
            aria-label="Field"
            searchable
            allowDeselect={false}
            data={when?.kind === 'field' && !fields.includes(when.field) ? [...fields, when.field] : fields}
            value={when?.kind === 'field' ? when.field : null}
            placeholder={fields.length === 0 ? `${source?.name ?? 'The source'} has no boolean field` : 'Field'}
            onChange={(chosen) =>
              chosen !== null && set({ field: chosen, negated: when?.kind === 'field' && when.negated })
            }
          />
        </div>
      )}
      {mode === 'expression' && (
        <ExpressionField
          fileId={fileId}
          place={{ edge: edge.name }}
          label="Expression"
          condition
          autoFocus
          placeholder='risk == "low" && approved'
          present={when?.kind === 'expr' ? when.source : ''}
          onCommit={(expression) => set({ expression })}
        />
      )}
      {refused !== null && mode !== 'expression' && <span className={styles.hint}>{refused}</span>}
    </div>
  );
}

/** Boolean fields of what the source hands on: its output schema, for a router that of its input. */
function useBooleanFields(fileId: FileId, edge: EdgeView, projection: Projection): readonly string[] {
  const schemas = useDocumentPart(fileId, (document) => document.graph?.schemas);
  const data = nodeOf(projection, edge.source)?.data;
  const names =
    data?.kind === 'router'
      ? data.incoming
          .map((id) => projection.names.get(`edge:${id}`))
          .flatMap((id) => {
            const into = id && edgeOf(projection, id);
            const before = into && nodeOf(projection, into.source)?.data;
            return before?.output === undefined ? [] : [before.output];
          })
      : data?.output === undefined
        ? []
        : [data.output];
  const fields = (schemas ?? []).filter((schema) => names.includes(schema.name)).flatMap((schema) => schema.fields);
  return [...new Set(fields.filter((field) => field.type === 'bool').map((field) => field.name))];
}
