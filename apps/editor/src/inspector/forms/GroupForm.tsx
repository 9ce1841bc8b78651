// A group (E-CANVAS-28): its members, collapse and dissolve.
import { Button, Group } from '@mantine/core';
import { runCommand } from '../../app/commands.ts';
import type { FileId } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import type { GroupData } from '../../document/projection.ts';
import { select, useGraph } from '../../document/store.ts';
import styles from '../Inspector.module.css';

export function GroupForm({ fileId, group }: { readonly fileId: FileId; readonly group: GroupData }) {
  const projection = useGraph(fileId);
  return (
    <>
      <Group gap={4} p={12}>
        <Button variant="default" onClick={() => runCommand('group.toggle')}>
          Collapse or expand
        </Button>
        <Button variant="default" onClick={() => select(fileId, group.members)}>
          Select members
        </Button>
        <Button variant="default" onClick={() => runCommand('group.dissolve')}>
          Ungroup
        </Button>
      </Group>
      <ul className={`${styles.list} ${styles.fields}`} style={{ gap: 0 }}>
        {group.members.map((id) => (
          <li key={id}>
            <button type="button" className={styles.link} onClick={() => select(fileId, [id])}>
              {nodeOf(projection, id)?.name ?? id}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
