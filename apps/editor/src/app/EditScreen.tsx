// One file: context bar, canvas and source, inspector, problems (E-SHELL-01). The address names the file; this screen opens it.
import { useEffect, useState } from 'react';
import { useSearch } from 'wouter';
import type { FileId } from '../document/model.ts';
import { activate, findByPath, getDocument, useDocuments } from '../document/store.ts';
import { hotExitReady } from '../files/hotExit.ts';
import { openPath } from '../files/openFile.ts';
import { useConnection } from '../server/connection.ts';
import classes from './EditScreen.module.css';
import { FileView, preloadCanvas } from './FileView.tsx';
import { parseEditPlace } from './navigation.ts';
import { revealPlace } from './reveal.ts';
import { closeOverlaidSidebar } from './sidebarState.ts';
import { lazyPart } from '../ui/lazyPart.tsx';

const NotOpened = lazyPart(async () => (await import('./NotOpened.tsx')).NotOpened);

type Target = { readonly path: string } | { readonly id: FileId };

export function EditScreen({ target }: { readonly target: Target }) {
  const key = 'path' in target ? target.path : target.id;
  // A file that turns out not to be there yet is asked for again once the server is.
  const connection = useConnection((state) => state.state);
  const found = useDocuments((state) =>
    'id' in target
      ? state.documents[target.id]?.id
      : Object.values(state.documents).find((document) => document.path === target.path)?.id,
  );
  const failure = useOpening(target, found !== undefined, connection === 'connected');
  useEffect(() => {
    // While the addressed file is not open, no other one is the active one.
    activate(found ?? null);
    if (found === undefined) return;
    closeOverlaidSidebar();
  }, [found]);
  useAddressedPlace(found);

  if (found !== undefined) return <FileView fileId={found} />;
  if (failure) return <NotOpened name={key} error={failure.error} />;
  return <div className={classes['loading']} aria-busy="true" aria-label="Opening the file" />;
}

/** Opens what the address names; why it could not be opened, or null while there is nothing to report. */
function useOpening(target: Target, isOpen: boolean, connected: boolean): { readonly error: Error | null } | null {
  const key = 'path' in target ? `path ${target.path}` : `id ${target.id}`;
  const [failure, setFailure] = useState<{ readonly of: string; readonly error: Error | null } | null>(null);
  const attempt = `${key} ${connected ? 'connected' : ''}`;
  useEffect(() => {
    if (isOpen) return undefined;
    let current = true;
    const report = (error: Error | null): void => {
      if (current) setFailure({ of: attempt, error });
    };
    void open(target).then(
      (id) => id === null && report(null),
      (error: unknown) => report(error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      current = false;
    };
    // The target is named by the attempt.
  }, [attempt, isOpen]); // oxlint-disable-line react/exhaustive-deps
  return failure?.of === attempt && !isOpen ? failure : null;
}

async function open(target: Target): Promise<FileId | null> {
  preloadCanvas();
  await hotExitReady;
  if ('id' in target) return getDocument(target.id)?.id ?? null;
  return findByPath(target.path)?.id ?? openPath(target.path);
}

/** `?node=…&line=…` brings that place into view once per address. */
function useAddressedPlace(fileId: FileId | undefined): void {
  const search = useSearch();
  useEffect(() => {
    if (fileId !== undefined && search !== '') revealPlace(fileId, parseEditPlace(search));
  }, [fileId, search]);
}
