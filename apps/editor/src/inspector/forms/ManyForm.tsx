// Several selected items (E-CANVAS-05): the commands that act on all of them, what nodes of one kind have in common, and the list by kind.
import { Button, Group } from '@mantine/core';
import IconSelectAll from '@tabler/icons-react/dist/esm/icons/IconSelectAll.mjs';
import { runCommand } from '../../app/commands.ts';
import type { CommandId } from '../../app/commands.ts';
import { kindEntry } from '../../canvas/kinds.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { itemKind } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import { select, useGraph } from '../../document/store.ts';
import styles from '../Inspector.module.css';
import { PropertyForm } from '../PropertyForm.tsx';
import { Scoped } from '../Scoped.tsx';

const acts: readonly (readonly [CommandId, string])[] = [
  ['edit.duplicate', 'Duplicate'],
  ['group.create', 'Group'],
  ['layout.tidySelection', 'Tidy'],
  ['edit.delete', 'Delete'],
];

export function ManyForm({ fileId, items }: { readonly fileId: FileId; readonly items: readonly ItemId[] }) {
  const projection = useGraph(fileId);
  const byKind = new Map<string, { readonly id: ItemId; readonly name: string }[]>();
  for (const id of items) {
    const view = projection.items.get(id);
    if (!view) continue;
    const kind =
      view.type === 'node'
        ? kindEntry(view.kind).title
        : view.type === 'edge'
          ? 'Edge'
          : itemKind(id).replace('_', ' ');
    const name = view.type === 'edge' ? `${view.data.from} → ${view.data.to}` : view.name;
    byKind.set(kind, [...(byKind.get(kind) ?? []), { id, name }]);
  }
  return (
    <>
      <div className={styles.header}>
        <IconSelectAll size={18} aria-hidden="true" />
        <strong>{items.length} selected</strong>
      </div>
      <Group gap={4} p={12}>
        {acts.map(([id, title]) => (
          <Button key={id} variant="default" onClick={() => runCommand(id)}>
            {title}
          </Button>
        ))}
      </Group>
      <Common fileId={fileId} items={items} />
      {[...byKind].map(([kind, list]) => (
        <section key={kind} className={styles.section}>
          <h3 className={styles.sectionTitle}>
            {kind} · {list.length}
          </h3>
          <ul className={`${styles.list} ${styles.fields}`} style={{ gap: 0 }}>
            {list.map(({ id, name }) => (
              <li key={id}>
                <button type="button" className={styles.link} onClick={() => select(fileId, [id])}>
                  {name}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** What nodes of one kind have in common, edited together; where they differ a field says *mixed* (E-INSP-23). */
function Common({ fileId, items }: { readonly fileId: FileId; readonly items: readonly ItemId[] }) {
  const projection = useGraph(fileId);
  const nodes = items.flatMap((id) => nodeOf(projection, id) ?? []);
  const [first] = nodes;
  const others = nodes
    .slice(1)
    .map(({ name }) => name)
    .join(' ');
  const isOneKind =
    nodes.length > 1 && nodes.every(({ kind, stale, data }) => kind === first?.kind && !stale && data !== null);
  if (!first || !isOneKind || first.kind === 'done' || first.kind === 'fail') return null;
  return (
    <Scoped
      key={`${first.name} ${others}`}
      fileId={fileId}
      target={{ space: 'node', name: first.name }}
      others={others}
    >
      <PropertyForm />
    </Scoped>
  );
}
