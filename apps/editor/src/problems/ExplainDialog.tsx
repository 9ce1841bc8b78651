// The help page of a code (E-DIAG-08): what it means, an example, its repair.
import { Modal, Text } from '@mantine/core';
import type { Diagnostic } from '@iterion/dsl';

interface Props {
  readonly code: string;
  readonly problem: Diagnostic;
  readonly close: () => void;
}

export function ExplainDialog({ code, problem, close }: Props) {
  return (
    <Modal opened onClose={close} title={`${code}: ${problem.severity}`} size="md">
      <Text size="sm">{problem.message}</Text>
      <Text size="sm" c="dimmed" mt={8}>
        {problem.hint}
      </Text>
    </Modal>
  );
}
