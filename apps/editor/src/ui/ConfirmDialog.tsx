// A question with named answers, for what cannot be undone (E-SHELL-10). The first answer is the safe one that Enter gives.
import { Button, Group, Modal, Text } from '@mantine/core';
import { ask } from '../app/overlays.tsx';

export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly look?: 'primary' | 'danger';
}
export interface Question<T> {
  readonly title: string;
  readonly message: string;
  readonly choices: readonly Choice<T>[];
}

/** Asks; null when people press Esc or close the dialog. */
export async function askChoice<T>(question: Question<T>): Promise<T | null> {
  return ask<T>((answer) => (
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
  ));
}
