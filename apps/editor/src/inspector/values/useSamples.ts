// The values that the references of a text are tried with: what somebody typed, else what a run left, else something of the type.
import type { FieldReference, Json } from '@iterion/dsl';
import { useState } from 'react';
import { referenceText, sampleOf, type Valued } from './scopeOfValues.ts';

export interface Sample extends Valued {
  readonly text: string;
  readonly type: FieldReference['type'];
  readonly from: 'typed' | 'run' | 'sample';
}
export interface Samples {
  /** One for each distinct reference, in text order. */
  readonly list: readonly Sample[];
  readonly set: (reference: string, value: Json) => void;
  readonly forget: () => void;
}

export function useSamples(
  references: readonly FieldReference[],
  lastValue: (reference: FieldReference) => Json | undefined,
): Samples {
  const [typed, setTyped] = useState<ReadonlyMap<string, Json>>(new Map());
  const distinct = new Map(references.map((reference) => [referenceText(reference), reference]));
  const list = [...distinct].map(([text, reference]): Sample => {
    const { ns, path, type } = reference;
    const own = typed.get(text);
    if (own !== undefined) return { ns, path, type, text, value: own, from: 'typed' };
    const last = lastValue(reference);
    return last === undefined
      ? { ns, path, type, text, value: sampleOf(type), from: 'sample' }
      : { ns, path, type, text, value: last, from: 'run' };
  });
  return {
    list,
    set: (reference, value) => setTyped(new Map(typed).set(reference, value)),
    forget: () => setTyped(new Map()),
  };
}
