// The text of a prompt (E-INSP-14), the same buffer wherever it is shown: a few lines beside a reference, all of it in the prompt's own form.
import type { QueryPlace } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { fullHandle, promptHandle } from '../../app/expandedPrompt.ts';
import { idOf } from '../../document/projection.ts';
import { commitOperation } from '../formScope.tsx';
import { ReferenceText } from '../text/ReferenceText.tsx';
import { useDraft } from '../useDraft.ts';

interface PromptBodyProps {
  readonly fileId: FileId;
  readonly name: string;
  /** A few lines that scroll. */
  readonly compact?: boolean;
  /** All the room there is. */
  readonly full?: boolean;
  /** What is wrong is said elsewhere, with its fixes. */
  readonly quiet?: boolean;
}

/** The nodes at which a prompt is rendered. */
export function usePromptPlaces(fileId: FileId, name: string): readonly QueryPlace[] {
  const users = useDocumentPart(
    fileId,
    (document) => document.graph?.prompts.find((prompt) => prompt.name === name)?.usedBy,
  );
  return [...new Set(users?.map(({ node }) => node))].map((node) => ({ node }));
}

export function PromptBody({ fileId, name, compact = false, full = false, quiet = false }: PromptBodyProps) {
  const source = useDocumentPart(
    fileId,
    (document) => document.graph?.prompts.find((prompt) => prompt.name === name)?.body.source,
  );
  const places = usePromptPlaces(fileId, name);
  const draft = useDraft(source ?? '', (text) =>
    commitOperation(fileId, { op: 'setPromptBody', name, text }, `Type in prompt ${name}`, `prompt ${name}`),
  );
  const item = useDocumentPart(fileId, (document) => idOf(document.projection, 'prompt', name));
  if (source === undefined || item === undefined) return null;
  return (
    <ReferenceText
      fileId={fileId}
      kind="template"
      places={places}
      look="prose"
      dialect="markdown"
      fills={full}
      quiet={quiet}
      handle={full ? fullHandle : promptHandle(item)}
      label={`Text of prompt ${name}`}
      rows={compact ? 3 : 8}
      mostRows={compact ? 6 : 40}
      value={draft.text}
      error={draft.error}
      onChange={draft.change}
      onBlur={draft.leave}
      isHeld={draft.isHeld}
    />
  );
}
