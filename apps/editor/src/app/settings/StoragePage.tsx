// Where things are kept, and what this browser remembers (E-SHELL-16). Forgetting acts at once and can be undone where that is possible.
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { forgetLayouts, rememberedLayouts, restoreLayouts } from '../../canvas/layout/browserLayouts.ts';
import { cacheCount, clearLayoutCache } from '../../canvas/layout/layoutCache.ts';
import { readRecords } from '../../files/hotExitStore.ts';
import { forgetAll, restoreRecent, useRecent } from '../../files/recent.ts';
import { useConnection } from '../../server/connection.ts';
import { notify } from '../notifications.tsx';
import { Row } from './rows.tsx';
import classes from './SettingsScreen.module.css';

interface Remembered {
  readonly unsaved: number;
  readonly layouts: number;
  readonly cached: number;
  readonly bytes: number | null;
}

export function StoragePage() {
  const info = useConnection((state) => state.info);
  const recent = useRecent((state) => state.files);
  const [found, setFound] = useState<Remembered | null>(null);
  const look = (): void => void remembered().then(setFound);
  useEffect(look, []);
  return (
    <>
      <Row title="Workspace" help="Files are saved here. Layouts, runs and deleted files are in its folder .iterion.">
        <Fact>{info?.workspace.root ?? 'Known once the server is connected'}</Fact>
      </Row>
      <Row title="Deleted files and runs" help="Can be brought back from the notification until then.">
        <Fact>kept 7 days</Fact>
      </Row>
      <Row
        title="Unsaved changes"
        help="Of every tab, within a second of each change, until they are saved or discarded."
      >
        <Fact>{found ? counted(found.unsaved, 'file') : '…'}</Fact>
      </Row>
      <Row title="Recent files" help="What the start page and Go to file list first.">
        <Fact>{counted(recent.length, 'file')}</Fact>
        <Button
          variant="default"
          disabled={recent.length === 0}
          onClick={() => {
            forgetAll();
            undoable('Recent files forgotten', () => restoreRecent(recent));
          }}
        >
          Forget
        </Button>
      </Row>
      <Row title="Layouts" help="Positions of nodes in files that have no layout file of their own.">
        <Fact>{found ? counted(found.layouts, 'file') : '…'}</Fact>
        <Button
          variant="default"
          disabled={!found || found.layouts === 0}
          onClick={() => {
            const before = forgetLayouts();
            look();
            undoable('Layouts forgotten', () => {
              restoreLayouts(before);
              look();
            });
          }}
        >
          Forget
        </Button>
      </Row>
      <Row
        title="Computed layouts"
        help="Kept so that the same graph need not be laid out twice. Nothing is lost without them."
      >
        <Fact>{found ? counted(found.cached, 'graph') : '…'}</Fact>
        <Button
          variant="default"
          disabled={!found || found.cached === 0}
          onClick={() => void clearLayoutCache().then(look)}
        >
          Clear
        </Button>
      </Row>
      <Row title="In this browser" help="All of the above, and the parts of the editor itself.">
        <Fact>{found === null ? '…' : found.bytes === null ? 'not told by the browser' : sizeWords(found.bytes)}</Fact>
      </Row>
    </>
  );
}

function Fact({ children }: { readonly children: ReactNode }) {
  return <span className={classes['fact']}>{children}</span>;
}

async function remembered(): Promise<Remembered> {
  const [records, cached, estimate] = await Promise.all([
    readRecords().catch(() => []), // A browser without a store has nothing in it.
    cacheCount(),
    navigator.storage.estimate(),
  ]);
  return {
    unsaved: records.length,
    layouts: rememberedLayouts().length,
    cached,
    bytes: estimate.usage ?? null,
  };
}
function undoable(title: string, undo: () => void): void {
  notify({ kind: 'success', title, key: 'storage', actions: [{ label: 'Undo', run: undo }] });
}
function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
function sizeWords(bytes: number): string {
  return bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} kB`;
}
