// The text of a prompt (E-INSP-14), the same buffer wherever it is shown: three lines beside a reference, all of it in the prompt's own form.
import { Textarea } from '@mantine/core';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import styles from '../controls/controls.module.css';
import { commitOperation } from '../formScope.tsx';
import { useDraft } from '../useDraft.ts';

interface PromptBodyProps {
  readonly fileId: FileId;
  readonly name: string;
  /** Three lines until it is focused. */
  readonly compact?: boolean;
}

export function PromptBody({ fileId, name, compact = false }: PromptBodyProps) {
  const source = useDocumentPart(
    fileId,
    (document) => document.graph?.prompts.find((prompt) => prompt.name === name)?.body.source,
  );
  const draft = useDraft(source ?? '', (text) =>
    commitOperation(fileId, { op: 'setPromptBody', name, text }, `Type in prompt ${name}`, `prompt ${name}`),
  );
  if (source === undefined) return null;
  return (
    <Textarea
      aria-label={`Text of prompt ${name}`}
      classNames={{ input: styles.prompt ?? '' }}
      data-draft
      autosize
      minRows={compact ? 3 : 8}
      maxRows={compact ? 8 : 40}
      value={draft.text}
      error={draft.error}
      spellCheck={false}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.leave}
    />
  );
}
