// The history list (E-UNDO-07): every step with its origin and time, the saved mark, and travel by choosing a row.
import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { FileId } from '../document/model.ts';
import { travel, useDocumentPart } from '../document/store.ts';
import classes from './HistoryDialog.module.css';
import { ago } from './time.ts';

interface Props {
  readonly fileId: FileId;
  readonly close: () => void;
}
const origins = {
  canvas: 'graph',
  form: 'form',
  source: 'text',
  fix: 'fix',
  paste: 'paste',
  disk: 'disk',
  merge: 'merge',
  layout: 'layout',
} as const;

export function HistoryDialog({ fileId, close }: Props) {
  const history = useDocumentPart(fileId, (document) => document.history);
  const [now] = useState(Date.now);
  if (!history) return null;
  const rows = history.steps.map((step, index) => ({
    index: index + 1,
    label: step.label,
    detail: `${origins[step.origin]} · ${ago(step.time, now)}`,
  }));
  return (
    <Modal opened onClose={close} title="History" size="md">
      <ol className={classes['list']} data-zone="history" aria-label="Steps, newest first">
        {[{ index: 0, label: 'Opened text', detail: '' }, ...rows].toReversed().map((row) => (
          <li key={row.index}>
            <button
              type="button"
              className={classes['row']}
              data-future={row.index > history.index || undefined}
              aria-current={row.index === history.index ? 'step' : undefined}
              data-autofocus={row.index === history.index || undefined}
              onClick={() => travel(fileId, row.index)}
            >
              <span className={classes['label']}>{row.label}</span>
              {history.savedIndex === row.index ? <span className={classes['saved']}>saved</span> : null}
              <span className={classes['detail']}>{row.detail}</span>
            </button>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
