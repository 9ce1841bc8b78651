// The merge view (E-FILE-07): each conflict with base, mine and theirs and a choice; the result below can be edited and is checked live.
import { Button, Group, Modal, SegmentedControl, Text, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { compileDocument, parseText } from '../document/language.ts';
import { countsOf } from '../problems/problems.ts';
import { type Merge, type MergePart, type Resolution, mergedText } from './merge.ts';
import classes from './MergeView.module.css';

type Conflict = Extract<MergePart, { kind: 'conflict' }>;

export interface MergeDialogProps {
  readonly name: string;
  readonly merge: Merge;
  readonly cancel: () => void;
  readonly complete: (text: string) => void;
}

export function MergeView({ name, merge, cancel, complete }: MergeDialogProps) {
  const conflicts = merge.parts.filter((part): part is Conflict => part.kind === 'conflict');
  const [choices, setChoices] = useState<readonly (Resolution | undefined)[]>([]);
  const [edited, setEdited] = useState<string | null>(null);
  const result = edited ?? mergedText(merge, choices);
  const counts = useMemo(() => countsOf(compileDocument(parseText(result)).diagnostics), [result]);
  const chosen = conflicts.filter((_, index) => choices[index] !== undefined).length;
  const choose = (index: number, choice: Resolution): void => {
    setEdited(null);
    setChoices(conflicts.map((_, at) => (at === index ? choice : choices[at])));
  };
  return (
    <Modal opened onClose={cancel} title={`${name} was changed here and on disk`} size="90%">
      <Text size="sm" c="dimmed">
        {conflicts.length === 1 ? 'One place was' : `${conflicts.length} places were`} changed on both sides. Everything
        else is merged.
      </Text>
      {conflicts.map((conflict, index) => (
        <section
          key={index}
          className={classes['conflict']}
          aria-label={`Conflict ${index + 1} of ${conflicts.length}`}
        >
          <Group justify="space-between">
            <Text size="sm" fw={600}>
              Line {conflict.line}
            </Text>
            <SegmentedControl
              aria-label={`Take for conflict ${index + 1}`}
              value={choices[index] ?? ''}
              onChange={(value) => choose(index, value as Resolution)}
              data={[
                { value: 'mine', label: 'Mine' },
                { value: 'theirs', label: 'Theirs' },
                { value: 'both', label: 'Both' },
              ]}
            />
          </Group>
          <div className={classes['sides']}>
            <Side title="Base" text={conflict.base} />
            <Side title="Mine" text={conflict.mine} />
            <Side title="Theirs (disk)" text={conflict.theirs} />
          </div>
        </section>
      ))}
      <Textarea
        label={`Result – ${plural(counts.error, 'error')}, ${plural(counts.warning, 'warning')}`}
        classNames={{ input: `${classes['result']} mono` }}
        autosize
        minRows={8}
        maxRows={16}
        value={result}
        onChange={(event) => setEdited(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={cancel}>
          Cancel
        </Button>
        <Button disabled={chosen < conflicts.length && edited === null} onClick={() => complete(result)}>
          Complete merge
        </Button>
      </Group>
    </Modal>
  );
}

function Side({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className={classes['side']}>
      <div className={classes['sideTitle']}>{title}</div>
      <pre className={classes['text']}>{text === '' ? '(nothing)' : text}</pre>
    </div>
  );
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
