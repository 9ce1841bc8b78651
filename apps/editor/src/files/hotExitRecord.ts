// An open document as a record that can be stored, and back. Derived parts are left out and computed again.
import type { OpenDocument } from '../document/model.ts';
import { emptyProjection } from '../document/projection.ts';
import { analysed, opened } from '../document/transitions.ts';
import type { HotRecord } from './hotExitStore.ts';

const keptSteps = 200;

export function toRecord(document: OpenDocument, tab: string, time: number): HotRecord {
  const {
    id,
    path,
    title,
    text,
    savedText,
    baseHash,
    history,
    selection,
    positions,
    direction,
    spacing,
    groups,
    viewport,
    mode,
  } = document;
  const dropped = Math.max(0, history.index - keptSteps);
  const { known, past } = document.projection.memory;
  return {
    tab,
    fileId: id,
    time,
    path,
    title,
    text,
    savedText,
    baseHash,
    history: {
      ...history,
      steps: history.steps.slice(dropped),
      index: history.index - dropped,
      savedIndex: history.savedIndex === null || history.savedIndex < dropped ? null : history.savedIndex - dropped,
      open: false,
    },
    view: { selection, positions, direction, spacing, groups, viewport, mode },
    ids: known.map(({ kind, name, id: item, ends, missing }) => ({
      kind,
      name,
      id: item,
      ...(ends ? { ends } : {}),
      ...(missing ? { missing } : {}),
    })),
    past: [...past],
  };
}

export function fromRecord(record: HotRecord): ReturnType<typeof opened> {
  const fresh = opened({
    id: record.fileId,
    path: record.path,
    title: record.title,
    text: record.savedText ?? '',
    hash: record.baseHash,
  });
  return analysed({
    ...fresh,
    ...record.view,
    text: record.text,
    version: fresh.version + 1,
    history: record.history,
    // Ids go by the names they had, so that layout, selection and history still mean the same items.
    projection: {
      ...emptyProjection,
      memory: { known: record.ids.map((item) => ({ ...item, content: null })), past: new Map(record.past) },
    },
    document: null,
    lastGoodGraph: null,
  });
}
