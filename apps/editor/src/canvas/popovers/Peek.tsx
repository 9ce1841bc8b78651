// A look at a node without leaving the canvas (E-CANVAS-34): its prompts, its schemas, and the data that its edges bring, all editable, in
// the editors of the inspector.
import type { ReactNode } from 'react';
import { setPreferences } from '../../app/preferences.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import { useDocumentPart, useGraph } from '../../document/store.ts';
import { MappingEditor } from '../../inspector/edge/MappingEditor.tsx';
import { PromptBody } from '../../inspector/prompt/PromptBody.tsx';
import { SchemaFields } from '../../inspector/forms/SchemaForm.tsx';
import styles from './Floating.module.css';

const promptSlots = { system: 'System prompt', user: 'User prompt', instructions: 'Instructions' } as const;
const schemaSlots = { input: 'Takes', output: 'Gives' } as const;
type Slots = { readonly [S in keyof typeof promptSlots | keyof typeof schemaSlots]?: string };

export function Peek({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const projection = useGraph(fileId);
  const schemas = useDocumentPart(fileId, (document) => document.graph?.schemas) ?? [];
  const node = nodeOf(projection, item);
  if (!node?.data) return null;
  const slots = node.data as Slots;
  const prompts = keysOf(promptSlots).filter((slot) => slots[slot] !== undefined);
  const shown = keysOf(schemaSlots).flatMap((slot) => {
    const schema = schemas.find(({ name }) => name === slots[slot]);
    return schema ? [{ slot, schema }] : [];
  });
  const edges = node.incoming.flatMap((id) => edgeOf(projection, id) ?? []).filter((edge) => edge.source !== item);
  const maps = slots.input !== undefined || edges.some((edge) => edge.data.with !== undefined);
  return (
    <>
      {prompts.map((slot) => (
        <Part key={slot} title={promptSlots[slot]} name={slots[slot] ?? ''}>
          <PromptBody fileId={fileId} name={slots[slot] ?? ''} compact />
        </Part>
      ))}
      {shown.map(({ slot, schema }) => (
        <Part key={slot} title={schemaSlots[slot]} name={schema.name}>
          <SchemaFields fileId={fileId} schema={schema} />
        </Part>
      ))}
      {maps &&
        edges.map((edge) => (
          <Part key={edge.id} title="Data from" name={edge.data.from}>
            <MappingEditor fileId={fileId} item={edge.id} />
          </Part>
        ))}
      {prompts.length === 0 && shown.length === 0 && !maps && (
        <button type="button" className={styles.row} onClick={() => setPreferences({ inspector: true })}>
          <span />
          <span>No prompt and no schema yet. Open the inspector.</span>
        </button>
      )}
    </>
  );
}

function Part({
  title,
  name,
  children,
}: {
  readonly title: string;
  readonly name: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.part} aria-label={`${title} ${name}`}>
      <h3 className={styles.partTitle}>
        {title} <span className="mono">{name}</span>
      </h3>
      {children}
    </section>
  );
}

function keysOf<K extends string>(record: { readonly [Key in K]: unknown }): readonly K[] {
  // The keys of a literal are exactly those of its type.
  return Object.keys(record) as K[];
}
