// A value of a run: small ones as a tree, large ones as a preview whose pages load on demand (E-RUN-26).
import { Button } from '@mantine/core';
import type { Json } from '@iterion/dsl';
import type { PayloadRef } from '@iterion/protocol';
import { useState } from 'react';
import { api } from '../../server/api.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { JsonView } from '../../ui/JsonView.tsx';
import { count } from '../kernels/words.ts';
import classes from './detail.module.css';

export type Payload = PayloadRef | Json;

export const isRef = (value: Payload): value is PayloadRef =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && '$ref' in value && 'preview' in value;

export function PayloadView({ runId, value }: { readonly runId: string; readonly value: Payload | undefined }) {
  if (value === undefined) return <EmptyNote>Nothing yet.</EmptyNote>;
  if (isRef(value)) return <LargeValue runId={runId} value={value} />;
  if (typeof value === 'string') return <pre className={classes['text']}>{value}</pre>;
  return <JsonView value={value} />;
}

export function LargeValue({ runId, value }: { readonly runId: string; readonly value: PayloadRef }) {
  const [text, setText] = useState(value.preview);
  const [done, setDone] = useState(false);
  const [loaded, setLoaded] = useState(0);
  const more = async (): Promise<void> => {
    const page = await api.call('runs.payload', {
      params: { id: runId, ref: value.$ref },
      query: { offset: loaded, limit: 65_536 },
    });
    setText((before) => (loaded === 0 ? page.text : before + page.text));
    setLoaded(page.offset + page.text.length);
    setDone(!page.more);
  };
  return (
    <div>
      <pre className={classes['text']}>{text}</pre>
      {done ? null : (
        <Button variant="default" onClick={() => void more()}>
          Load more of {count(value.bytes)} bytes
        </Button>
      )}
    </div>
  );
}
