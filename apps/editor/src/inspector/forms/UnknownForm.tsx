// Text at the top of a file that is no declaration (E-INSP-01, E-INSP-24): shown as it is, with what is wrong, and edited as text.
import { Button, Group } from '@mantine/core';
import { runCommand } from '../../app/commands.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { placeOf } from '../../document/projection.ts';
import { useDocumentPart, useGraph } from '../../document/store.ts';
import inspector from '../Inspector.module.css';
import { RawText } from './OtherProperties.tsx';

export function UnknownForm({
  fileId,
  item,
  name,
}: {
  readonly fileId: FileId;
  readonly item: ItemId;
  readonly name: string;
}) {
  const projection = useGraph(fileId);
  const document = useDocumentPart(fileId, (open) => open.document);
  const diagnostics = useDocumentPart(fileId, (open) => open.diagnostics) ?? [];
  const place = placeOf(projection, item);
  if (!document || !place) return null;
  const [start, end] = [place.start.offset, place.end.offset];
  return (
    <>
      <p className={inspector.sentence}>This is no declaration of the language. It is kept as it is.</p>
      <div className={inspector.fields} style={{ paddingTop: 10 }}>
        <RawText
          fileId={fileId}
          of={name}
          place={{ start, end }}
          text={document.text.slice(start, end)}
          diagnostics={diagnostics}
        />
        <Group gap={4}>
          <Button variant="default" onClick={() => runCommand('node.reveal')}>
            Show in source
          </Button>
        </Group>
      </div>
    </>
  );
}
