// Labels for runs.
import { Button, Group, Modal, TagsInput } from '@mantine/core';
import { useState } from 'react';

interface Props {
  readonly start: readonly string[];
  readonly count: number;
  readonly answer: (labels: readonly string[] | null) => void;
}

export function LabelDialog({ start, count, answer }: Props) {
  const [labels, setLabels] = useState<readonly string[]>(start);
  return (
    <Modal
      opened
      onClose={() => answer(null)}
      title={count === 1 ? 'Labels of the run' : `Label ${count} runs`}
      size="sm"
    >
      <TagsInput
        label="Labels"
        description={count === 1 ? 'Enter after each' : 'These are added to what each run has'}
        data-autofocus
        maxTags={32}
        value={[...labels]}
        onChange={setLabels}
      />
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={() => answer(null)}>
          Close
        </Button>
        <Button onClick={() => answer(labels)}>Set</Button>
      </Group>
    </Modal>
  );
}
