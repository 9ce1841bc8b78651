// The canvas source of an open document: reads the document store and writes positions nobody chose (no step).
import { preferences, usePreferences } from '../app/preferences.ts';
import type { FileId } from '../document/model.ts';
import { adoptLayout, getDocument, useDocuments } from '../document/store.ts';
import { holdLayout, releaseLayout } from './layout/sidecarSync.ts';
import type { CanvasContent, CanvasSource } from './source.ts';

export function documentSource(fileId: FileId): CanvasSource {
  return {
    key: fileId,
    read: (): CanvasContent | null => {
      const document = getDocument(fileId);
      // A large text that was just opened is still being read.
      if (!document?.graph) return null;
      const { graph } = document;
      return {
        projection: document.projection,
        loops: graph.loops,
        fanOuts: graph.fanOuts,
        positions: document.positions,
        groups: document.groups,
        direction: document.direction,
        spacing: document.spacing,
        selection: document.selection,
        density: preferences().density,
      };
    },
    subscribe: (listener) => {
      let before = getDocument(fileId);
      const stopDocuments = useDocuments.subscribe(() => {
        const now = getDocument(fileId);
        const same =
          now?.projection === before?.projection &&
          now?.positions === before?.positions &&
          now?.groups === before?.groups &&
          now?.selection === before?.selection &&
          now?.direction === before?.direction &&
          now?.spacing === before?.spacing;
        before = now;
        if (!same) listener();
      });
      let { density } = preferences();
      const stopPreferences = usePreferences.subscribe((state) => {
        if (state.density === density) return;
        ({ density } = state);
        listener();
      });
      return () => {
        stopDocuments();
        stopPreferences();
      };
    },
    adopt: (positions) => adoptLayout(fileId, { positions }),
    hold: () => holdLayout(fileId),
    release: () => releaseLayout(fileId),
  };
}
