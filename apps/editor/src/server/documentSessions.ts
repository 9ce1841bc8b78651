// A document session for each open file (S-FILE-01): the server gets the buffer's edits and answers with what it finds in its
// environment (E-DIAG-01). Nothing waits for it, and nothing is lost without it.
import type { FileId, OpenDocument } from '../document/model.ts';
import { getDocument, setEnvironment, useDocuments } from '../document/store.ts';
import { editsBetween } from '../files/lineDiff.ts';
import { sendToServer, subscribe } from './socket.ts';

const pauseMs = 150;

interface Session {
  readonly end: () => void;
  /** What the server holds: the last text sent and its version. */
  sent: { readonly version: number; readonly text: string } | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}
const sessions = new Map<FileId, Session>();

/** Follows the open files for as long as the page lives. */
export function startDocumentSessions(): void {
  for (const id of Object.keys(useDocuments.getState().documents)) open(id);
  useDocuments.subscribe((state, before) => {
    for (const id of sessions.keys()) if (!state.documents[id]) close(id);
    for (const document of Object.values(state.documents)) {
      if (!sessions.has(document.id)) open(document.id);
      else if (document.version !== before.documents[document.id]?.version) schedule(document.id);
    }
  });
}

function channelOf(id: FileId): string {
  return `doc:${id}`;
}

function open(id: FileId): void {
  const session: Session = { sent: null, timer: undefined, end: () => end() };
  sessions.set(id, session);
  const end = subscribe(
    channelOf(id),
    {
      document: (message) => {
        if (message.t === 'doc.need') sendText(id);
        else if (message.phase === 'environment') {
          setEnvironment(id, message.version, message.diagnostics);
        }
      },
    },
    () => {
      const document = getDocument(id);
      if (!document) return { path: null, hash: null, version: 0, text: '' };
      session.sent = { version: document.version, text: document.text };
      return { path: document.path, hash: document.baseHash, version: document.version, text: document.text };
    },
  );
}

function close(id: FileId): void {
  const session = sessions.get(id);
  clearTimeout(session?.timer);
  session?.end();
  sessions.delete(id);
}

function schedule(id: FileId): void {
  const session = sessions.get(id);
  if (!session) return;
  clearTimeout(session.timer);
  session.timer = setTimeout(() => sendChanges(id, session), pauseMs);
}

function sendChanges(id: FileId, session: Session): void {
  const document = getDocument(id);
  if (!document || !session.sent || document.version === session.sent.version) return;
  sendToServer({
    t: 'doc.change',
    ch: channelOf(id),
    base: session.sent.version,
    version: document.version,
    edits: editsBetween(session.sent.text, document.text),
  });
  remember(session, document);
}

function sendText(id: FileId): void {
  const document = getDocument(id);
  const session = sessions.get(id);
  if (!document || !session) return;
  sendToServer({ t: 'doc.text', ch: channelOf(id), version: document.version, text: document.text });
  remember(session, document);
}

function remember(session: Session, { version, text }: OpenDocument): void {
  session.sent = { version, text };
}
