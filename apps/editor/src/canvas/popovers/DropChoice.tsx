// A kind was dropped on a node (E-CANVAS-19): replace the node's kind, or add a node after it.
import { Button } from '@mantine/core';
import { useCallback } from 'react';
import type { FileId } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import { getDocument } from '../../document/store.ts';
import { addNode } from '../actions/addNode.ts';
import { replaceKind } from '../actions/replaceKind.ts';
import { kindEntry } from '../kinds.ts';
import { useCanvasHost, useView } from '../view.ts';
import { Floating } from './Floating.tsx';
import styles from './Floating.module.css';

export function DropChoice({ fileId }: { readonly fileId: FileId }) {
  const { view } = useCanvasHost();
  const choice = useView((state) => state.dropChoice);
  const close = useCallback(() => view.setState({ dropChoice: null }), [view]);
  if (!choice) return null;
  const projection = getDocument(fileId)?.projection;
  const name = projection ? (nodeOf(projection, choice.item)?.name ?? '') : '';
  const { what, item } = choice;
  const title = 'kind' in what ? kindEntry(what.kind).title.toLowerCase() : what.terminal;
  return (
    <Floating anchor={choice.anchor} label={`What to do with ${name}`} onClose={close}>
      <div className={styles.body}>
        <Button
          variant="default"
          data-autofocus
          onClick={() => {
            close();
            addNode(fileId, what, { from: item });
          }}
        >
          Add a {title} after {name}
        </Button>
        {'kind' in what && (
          <Button
            variant="default"
            onClick={() => {
              close();
              replaceKind(fileId, item, what.kind, what.mode);
            }}
          >
            Make {name} a {title}
          </Button>
        )}
      </div>
    </Floating>
  );
}
