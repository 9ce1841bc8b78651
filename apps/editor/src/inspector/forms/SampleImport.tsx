// Fields from an example of the data (E-INSP-11): pasted JSON, what would be added, one step.
import { Button, Textarea } from '@mantine/core';
import type { Schema } from '@iterion/dsl';
import { useState } from 'react';
import type { FileId } from '../../document/model.ts';
import controls from '../controls/controls.module.css';
import { commitOperation } from '../formScope.tsx';
import { addFields, fieldsOfSample } from './schemaSources.ts';

interface Props {
  readonly fileId: FileId;
  readonly schema: Schema;
  readonly onDone: () => void;
}

export function SampleImport({ fileId, schema, onDone }: Props) {
  const [text, setText] = useState('');
  const found = text.trim() === '' ? [] : fieldsOfSample(text);
  const known = new Set(schema.fields.map((field) => field.name));
  const fresh = typeof found === 'string' ? [] : found.filter((field) => !known.has(field.name));
  return (
    <div className={controls.table}>
      <Textarea
        aria-label="JSON sample"
        classNames={{ input: controls.code ?? '' }}
        placeholder={'{"title": "…", "approved": true}'}
        autosize
        minRows={4}
        maxRows={12}
        autoFocus
        value={text}
        error={typeof found === 'string' ? found : null}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {fresh.length > 0 && (
        <span className={controls.hint}>{fresh.map((field) => `${field.name}: ${field.type}`).join(', ')}</span>
      )}
      <div>
        <Button
          disabled={fresh.length === 0}
          onClick={() => {
            const operation = addFields(schema, fresh);
            if (operation && commitOperation(fileId, operation, `New fields of ${schema.name} from a sample`) === null)
              onDone();
          }}
        >
          Add {fresh.length} {fresh.length === 1 ? 'field' : 'fields'}
        </Button>
      </div>
    </div>
  );
}
