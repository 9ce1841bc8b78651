// The line at the foot of every screen (E-SHELL-08); each item is a button.
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconCircleX from '@tabler/icons-react/dist/esm/icons/IconCircleX.mjs';
import { type ReactNode, useMemo } from 'react';
import { useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { type FileId, type OpenDocument, isValid, isWorkflowFile } from '../document/model.ts';
import { getDocument, useDocuments } from '../document/store.ts';
import { useCaret } from '../source/caret.ts';
import { HintHost } from '../ui/HintHost.tsx';
import { type ConnectionState, useConnection, useServerReadOnly } from '../server/connection.ts';
import { useFollowRuns, useRuns } from '../runs/runsChannel.ts';
import { type CommandId, runCommand } from './commands.ts';
import { setPreferences, usePreferences } from './preferences.ts';
import { routeOf } from './routes.ts';
import classes from './StatusBar.module.css';
import { eolOf, indentOf } from './textFacts.ts';
import { useTrust } from './trust.ts';

export function StatusBar() {
  const [location] = useLocation();
  const editing = routeOf(location).screen === 'edit';
  return (
    <footer className={classes['bar']} aria-label="Status">
      {editing ? <FileItems /> : null}
      <div className={classes['right']}>
        {editing ? <PlaceItems /> : null}
        {editing ? <TrustItem /> : null}
        <ConnectionItem />
        <RunsItem />
      </div>
      <HintHost />
    </footer>
  );
}

function FileItems() {
  const facts = useDocuments(useShallow((state) => factsOf(active(state))));
  const problemsOpen = usePreferences((state) => state.problems);
  const onServer = useServerReadOnly();
  if (!facts) return null;
  const readOnly = onServer ?? facts.readOnly;
  const lock =
    readOnly === null ? null : (
      <Item label={readOnly} run="file.save">
        Read-only
      </Item>
    );
  if (!facts.isWorkflow)
    return (
      <>
        <span className={classes['plain']}>plain text</span>
        {lock}
      </>
    );
  return (
    <>
      <Item
        label={`${facts.errors} errors, ${facts.warnings} warnings. ${problemsOpen ? 'Close' : 'Open'} problems`}
        onClick={() => setPreferences({ problems: !problemsOpen })}
      >
        <span className={classes['count']} data-kind={facts.errors > 0 ? 'error' : undefined}>
          <IconCircleX size={14} stroke={1.75} aria-hidden /> {facts.errors}
          <span className="visually-hidden"> errors</span>
        </span>
        <span className={classes['count']} data-kind={facts.warnings > 0 ? 'warning' : undefined}>
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden /> {facts.warnings}
          <span className="visually-hidden"> warnings</span>
        </span>
      </Item>
      <Item label="Go to node or declaration" onClick={() => runCommand('app.goToSymbol')}>
        {facts.name} · {facts.nodes} {facts.nodes === 1 ? 'node' : 'nodes'}
      </Item>
      {lock}
    </>
  );
}

function PlaceItems() {
  const shown = useDocuments(useShallow((state) => placeOf(active(state))));
  const caret = useCaret((state) => (state.fileId === shown?.id ? state : null));
  if (!shown) return null;
  const { mode, zoom } = shown;
  return (
    <>
      {mode === 'graph' || !caret ? null : (
        <Item label="Go to line" run="source.goToLine">
          Ln {caret.line}, Col {caret.column}
        </Item>
      )}
      {mode === 'graph' ? null : <TextItems id={shown.id} />}
      {mode === 'text' || zoom === null ? null : (
        <Item label="Zoom to 100 %" run="canvas.zoom100">
          {zoom} %
        </Item>
      )}
    </>
  );
}

/** Facts of the text as it was last analysed: reading the whole text at every keystroke would be felt. */
function TextItems({ id }: { readonly id: FileId }) {
  const version = useDocuments((state) => state.documents[id]?.analysedVersion);
  const facts = useMemo(() => {
    const text = getDocument(id)?.text ?? '';
    return { indent: indentOf(text), eol: eolOf(text), version };
  }, [id, version]);
  return (
    <>
      <Item label="Indentation of this file" run="edit.format">
        {facts.indent}
      </Item>
      <Item label="Line ends of this file" run="edit.format">
        {facts.eol}
      </Item>
    </>
  );
}

const words = {
  connecting: 'connecting…',
  connected: 'connected',
  offline: 'server gone',
  unauthenticated: 'new link needed',
  outdated: 'reload to update',
} as const;

async function explain(state: ConnectionState): Promise<void> {
  const help = await import('./connectionHelp.tsx');
  if (state === 'offline') help.retryConnection();
  else help.explainConnection(state);
}

function ConnectionItem() {
  const state = useConnection((connection) => connection.state);
  return (
    <Item label={`Connection: ${words[state]}`} onClick={() => void explain(state)}>
      <span className={classes['dot']} data-state={state} aria-hidden />
      {words[state]}
    </Item>
  );
}

const trustWords = { trusted: 'trusted', untrusted: 'not trusted yet', changed: 'trust: changed' } as const;

/** Whether this file may run what it wants to run (S-SEC-10). */
function TrustItem() {
  const file = useDocuments(
    useShallow((state) => {
      const document = active(state);
      return {
        path: document?.path ?? null,
        hash: document?.baseHash ?? null,
        valid: document !== undefined && isWorkflowFile(document) && isValid(document),
      };
    }),
  );
  const trust = useTrust(file.path, file.hash, file.valid);
  if (trust === null) return null;
  return (
    <Item label={`What this file may run: ${trustWords[trust]}`} run="run.trust">
      {trustWords[trust]}
    </Item>
  );
}

function RunsItem() {
  useFollowRuns();
  const count = useRuns((state) => [...state.headers.values()].filter((run) => run.status === 'running').length);
  if (count === 0) return null;
  return (
    <Item label={`${count} running. Show runs`} run="run.list">
      {count} running
    </Item>
  );
}

interface ItemProps {
  readonly label: string;
  readonly run?: CommandId;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}
function Item({ label, run, onClick, children }: ItemProps) {
  return (
    <button
      type="button"
      className={classes['item']}
      data-hint={label}
      onClick={() => {
        if (run) runCommand(run);
        onClick?.();
      }}
    >
      {children}
    </button>
  );
}

function active(state: ReturnType<typeof useDocuments.getState>): OpenDocument | undefined {
  return state.active === null ? undefined : state.documents[state.active];
}
function factsOf(document: OpenDocument | undefined) {
  if (!document) return undefined;
  const count = (severity: string): number => document.diagnostics.filter((item) => item.severity === severity).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    isWorkflow: isWorkflowFile(document),
    name: document.graph?.workflow?.name ?? 'no workflow',
    nodes: document.projection.nodes.filter(
      (node) => node.kind !== 'done' && node.kind !== 'fail' && node.kind !== 'missing',
    ).length,
    readOnly: document.readOnly,
  };
}
function placeOf(document: OpenDocument | undefined) {
  if (!document) return undefined;
  const { id, viewport } = document;
  const mode = isWorkflowFile(document) ? document.mode : 'text';
  return { id, mode, zoom: viewport ? Math.round(viewport.zoom * 100) : null };
}
