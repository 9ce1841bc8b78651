// A question with named answers; the first has the focus, so that Enter gives it.
import { Button, Group, Modal, Text } from '@mantine/core';
import type { Question } from './question.ts';

interface Props<T> {
  readonly question: Question<T>;
  readonly answer: (value: T | null) => void;
}

export function ChoiceDialog<T>({ question, answer }: Props<T>) {
  return (
    <Modal opened onClose={() => answer(null)} title={question.title} size="sm">
      <Text size="sm">{question.message}</Text>
      <Group justify="flex-end" gap={8} mt={16}>
        {question.choices.map((choice, index) => (
          <Button
            key={choice.label}
            data-autofocus={index === 0 || undefined}
            variant={choice.look === 'primary' ? 'filled' : choice.look === 'danger' ? 'outline' : 'default'}
            {...(choice.look === 'danger' ? { color: 'red' } : {})}
            onClick={() => answer(choice.value)}
          >
            {choice.label}
          </Button>
        ))}
      </Group>
    </Modal>
  );
}
