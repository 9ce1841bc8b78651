// One file: context bar, canvas and source, inspector, problems (E-SHELL-01). The address names the file; this screen opens it.
import { Button, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSearch } from 'wouter';
import type { FileId } from '../document/model.ts';
import { activate, findByPath, getDocument, useDocuments } from '../document/store.ts';
import { hotExitReady } from '../files/hotExit.ts';
import { openPath } from '../files/openFile.ts';
import { forget } from '../files/recent.ts';
import { ApiError } from '../server/api.ts';
import { useConnection } from '../server/connection.ts';
import { runCommand } from './commands.ts';
import classes from './EditScreen.module.css';
import { FileView } from './FileView.tsx';
import { goTo, parseEditPlace } from './navigation.ts';
import { revealPlace } from './reveal.ts';

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
  const opening = useQuery({
    queryKey: ['open', key, connection === 'connected'],
    queryFn: async () => {
      await hotExitReady;
      if ('id' in target) return getDocument(target.id)?.id ?? null;
      return findByPath(target.path)?.id ?? openPath(target.path);
    },
    enabled: found === undefined,
    retry: false,
    gcTime: 0,
  });
  useEffect(() => {
    if (found !== undefined) activate(found);
  }, [found]);
  useAddressedPlace(found);

  if (found !== undefined) return <FileView fileId={found} />;
  if (opening.isError || opening.data === null) return <NotOpened name={key} error={opening.error} />;
  return <div className={classes['loading']} aria-busy="true" aria-label="Opening the file" />;
}

/** `?node=…&line=…` brings that place into view once per address. */
function useAddressedPlace(fileId: FileId | undefined): void {
  const search = useSearch();
  useEffect(() => {
    if (fileId !== undefined && search !== '') revealPlace(fileId, parseEditPlace(search));
  }, [fileId, search]);
}

function NotOpened({ name, error }: { readonly name: string; readonly error: Error | null }) {
  const missing = error === null || (error instanceof ApiError && error.code === 'not_found');
  return (
    <main id="main" className={classes['message']}>
      <Title order={1}>{missing ? 'This file is not here' : 'This file cannot be opened'}</Title>
      <Text c="dimmed">
        {missing ? `${name} was moved, deleted or never saved.` : error.message}{' '}
        {error instanceof ApiError ? error.remedy : null}
      </Text>
      <div className={classes['buttons']}>
        <Button
          onClick={() => {
            forget(name);
            goTo('/', { replace: true });
          }}
        >
          Start page
        </Button>
        <Button variant="default" onClick={() => runCommand('app.goToFile')}>
          Go to file…
        </Button>
      </div>
    </main>
  );
}
