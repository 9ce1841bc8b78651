// The fields of a schema (E-INSP-11): name, type, allowed values and how often each is used, in order; renaming is semantic, and what is used
// lists its usages before it goes. Fields come one by one, from an example, or from what the text asks for.
import { Button } from '@mantine/core';
import { occurrences } from '@iterion/dsl';
import type { MemberParts, Schema } from '@iterion/dsl';
import { useState } from 'react';
import { mapMatching, matchingFields } from '../../canvas/actions/connect.ts';
import type { FileId } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import { parsedDocument } from '../../document/analysis.ts';
import { getDocument, useDocumentPart, useGraph } from '../../document/store.ts';
import { NewKey } from '../controls/lists.tsx';
import controls from '../controls/controls.module.css';
import { commitOperation } from '../formScope.tsx';
import { Section } from '../Section.tsx';
import { SampleImport } from './SampleImport.tsx';
import { SchemaField } from './SchemaField.tsx';
import { addFields, fieldsFromUsage } from './schemaSources.ts';

export function SchemaForm({ fileId, schema }: { readonly fileId: FileId; readonly schema: Schema }) {
  const document = useDocumentPart(fileId, (open) => open.document);
  const [importing, setImporting] = useState(false);
  const wanted = (): void => {
    const parsed = parsedDocument(fileId);
    const graph = getDocument(fileId)?.graph;
    const operation = parsed && graph && addFields(schema, fieldsFromUsage(parsed, graph, schema));
    if (operation) commitOperation(fileId, operation, `New fields of ${schema.name} from usage`);
  };
  const graph = getDocument(fileId)?.graph;
  const missing = document && graph ? fieldsFromUsage(document, graph, schema) : [];
  return (
    <Section kind="schema" title="Fields" count={schema.fields.length}>
      <SchemaFields fileId={fileId} schema={schema} />
      <div className={controls.fields}>
        <Button variant="default" size="compact-sm" aria-expanded={importing} onClick={() => setImporting(!importing)}>
          From a JSON sample
        </Button>
        {missing.length > 0 && (
          <Button
            variant="default"
            size="compact-sm"
            data-hint={`Asked for and not declared: ${missing.map((field) => field.name).join(', ')}`}
            onClick={wanted}
          >
            Add {missing.length} from usage
          </Button>
        )}
        <Mappings fileId={fileId} schema={schema.name} />
      </div>
      {importing && <SampleImport fileId={fileId} schema={schema} onDone={() => setImporting(false)} />}
    </Section>
  );
}

/** The fields themselves, each with its type and its uses, and a line for one more. */
export function SchemaFields({ fileId, schema }: { readonly fileId: FileId; readonly schema: Schema }) {
  const document = useDocumentPart(fileId, (open) => open.document);
  const block = { block: 'fields', schema: schema.name } as const;
  const set = (key: string, parts: MemberParts): string | null =>
    commitOperation(
      fileId,
      { op: 'setMember', block, key, parts },
      `Set field ${key} of ${schema.name}`,
      `${schema.name} ${key}`,
    );
  const counts = new Map<string, number>();
  for (const each of document ? occurrences(document) : [])
    if (each.space === 'field' && each.role === 'reference' && each.owners?.includes(schema.name) === true)
      counts.set(each.name, (counts.get(each.name) ?? 0) + 1);
  return (
    <>
      {schema.fields.map((field, index) => (
        <SchemaField
          key={field.name}
          fileId={fileId}
          schema={schema.name}
          field={field}
          before={schema.fields[index - 1]?.name}
          after={schema.fields[index + 1]?.name}
          used={counts.get(field.name) ?? 0}
          onSet={(parts) => set(field.name, parts)}
        />
      ))}
      <NewKey label="Add a field" onAdd={(key) => set(key, { type: 'string' })} />
    </>
  );
}

/** *Create matching mapping*: for each edge into a node that takes this schema, as far as its source has fields of those names. */
function Mappings({ fileId, schema }: { readonly fileId: FileId; readonly schema: string }) {
  const projection = useGraph(fileId);
  const document = getDocument(fileId);
  if (!document) return null;
  const takers = projection.nodes.filter((node) => node.data?.input === schema);
  const edges = takers.flatMap((node) => node.incoming).flatMap((id) => edgeOf(projection, id) ?? []);
  return edges
    .filter((edge) => edge.data.with === undefined)
    .map((edge) => ({ edge, count: matchingFields(document, edge.id).length }))
    .filter(({ count }) => count > 0)
    .map(({ edge, count }) => (
      <Button key={edge.id} variant="default" size="compact-sm" onClick={() => mapMatching(fileId, edge.id)}>
        Map {count} on {nodeOf(projection, edge.source)?.name} → {nodeOf(projection, edge.target)?.name}
      </Button>
    ));
}
