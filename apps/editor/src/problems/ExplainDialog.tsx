// *Explain* (E-DIAG-08): what was found here, and the help page of its code with an example and its repair.
import { Modal, Text } from '@mantine/core';
import type { Diagnostic } from '@iterion/dsl';
import { Markdown } from '../ui/Markdown.tsx';
import { explanationOf } from './explainPages.ts';

interface Props {
  readonly problem: Diagnostic;
  readonly close: () => void;
}

export function ExplainDialog({ problem, close }: Props) {
  const page = explanationOf(problem.code);
  return (
    <Modal opened onClose={close} title={`${problem.code}: ${problem.message}`} size="lg">
      {page === undefined ? <Text size="sm">{problem.hint}</Text> : <Markdown text={page} />}
    </Modal>
  );
}
