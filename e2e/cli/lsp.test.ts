// `iterion lsp` as an editor sees it: the built command is spawned and spoken to over its standard streams.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { expect, test } from 'vitest';
import { folder } from './product.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
interface Position {
  readonly line: number;
  readonly character: number;
}
interface Edit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly newText: string;
}
interface Problem {
  readonly code: string;
  readonly message: string;
  readonly severity: number;
  readonly range: Edit['range'];
}
interface Published {
  readonly uri: string;
  readonly version: number;
  readonly diagnostics: readonly Problem[];
}

/** A client of the protocol: frames messages, pairs answers with requests, keeps notifications until someone asks. */
class Client {
  readonly #child: ChildProcessWithoutNullStreams;
  #buffer = Buffer.alloc(0);
  #next = 1;
  readonly #answers = new Map<number, (message: Message) => void>();
  #told: Message[] = [];
  #wake: () => void = () => {};

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    child.stdout.on('data', (bytes: Buffer) => this.#read(bytes));
  }

  #read(bytes: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, bytes]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = this.#buffer.toString('ascii', 0, end);
      const length = Number(/^Content-Length: (\d+)$/im.exec(head)?.[1]);
      // Nothing but framed messages may be on stdout.
      expect(length, head).toBeGreaterThan(0);
      if (this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.toString('utf8', end + 4, end + 4 + length)) as Message;
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      if (message.id !== undefined && message.method === undefined) this.#answers.get(message.id)?.(message);
      else this.#told.push(message);
      this.#wake();
    }
  }

  #send(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.#child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#child.stdin.write(body);
  }

  notify(method: string, params: object): void {
    this.#send({ method, params });
  }

  answer(method: string, params?: object): Promise<Message> {
    const id = this.#next++;
    const answer = new Promise<Message>((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, ...(params === undefined ? {} : { params }) });
    return answer;
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  async ask<T>(method: string, params?: object): Promise<T> {
    const { result, error } = await this.answer(method, params);
    expect(error, method).toBeUndefined();
    return result as T;
  }

  /** The next problems that are published for a version. */
  async problems(version: number): Promise<readonly Problem[]> {
    for (;;) {
      const found = this.#told.find(
        ({ method, params }) =>
          method === 'textDocument/publishDiagnostics' && (params as Published).version === version,
      );
      if (found !== undefined) {
        this.#told = this.#told.filter((message) => message !== found);
        return (found.params as Published).diagnostics;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

const uri = 'file:///w/review.iter';
const textDocument = { uri };
const TEXT = [
  '## Reads the input. 😀',
  'schema verdict:',
  '  ok: bool',
  'agent writer:',
  '  model: "a/b"',
  '  output: verdict',
  '  session: ',
  'judge critic:',
  '  model: "a/b"',
  '  output: verdcit',
  '  user: ask',
  'prompt ask:',
  '  😀 What of {{outputs.writer.ok}}?',
  'workflow review:',
  '  entry: writer',
  '  writer -> critic',
  '  critic -> done',
  '',
].join('\r\n');

/** The place of the n-th occurrence of some text, with an offset into it, as the protocol counts. */
function place(text: string, needle: string, into = 0, nth = 1): Position {
  let offset = -1;
  for (let i = 0; i < nth; i++) offset = text.indexOf(needle, offset + 1);
  expect(offset, needle).toBeGreaterThanOrEqual(0);
  const before = text.slice(0, offset + into).split(/\r?\n/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

function offsetOf(text: string, { line, character }: Position): number {
  const lines = text.split('\n');
  return lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
}

function applied(text: string, edits: readonly Edit[]): string {
  return edits
    .map(({ range, newText }) => ({ start: offsetOf(text, range.start), end: offsetOf(text, range.end), newText }))
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

async function opened(text = TEXT): Promise<{ client: Client; child: ChildProcessWithoutNullStreams }> {
  const child = folder().talk('lsp', '--stdio');
  const client = new Client(child);
  await client.ask('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
      workspace: { workspaceEdit: { documentChanges: true } },
    },
  });
  client.notify('initialized', {});
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'iterion', version: 1, text } });
  return { client, child };
}

test('E-SRC-05 lsp publishes problems with code, place in UTF-16 and hint, and again after a change', async () => {
  const { client } = await opened();
  const problems = await client.problems(1);
  const unknown = problems.find(({ code }) => code === 'C002');
  expect(unknown).toMatchObject({
    severity: 1,
    range: { start: place(TEXT, 'verdcit'), end: place(TEXT, 'verdcit', 7) },
  });
  expect(unknown?.message).toMatch(/\n\S/);
  const range = { start: place(TEXT, 'verdcit'), end: place(TEXT, 'verdcit', 7) };
  client.notify('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [
      { range, text: 'verdict' },
      { range: { start: place(TEXT, '  session'), end: place(TEXT, 'judge') }, text: '' },
    ],
  });
  expect((await client.problems(2)).filter(({ severity }) => severity === 1)).toEqual([]);
});

test('E-SRC-05 lsp offers a quick fix whose edit mends the problem', async () => {
  const { client } = await opened();
  await client.problems(1);
  const start = place(TEXT, 'verdcit', 1);
  const actions = await client.ask<
    { title: string; kind: string; edit: { documentChanges: { textDocument: object; edits: Edit[] }[] } }[]
  >('textDocument/codeAction', { textDocument, range: { start, end: start }, context: { diagnostics: [] } });
  const fixed = actions
    .filter(({ kind }) => kind === 'quickfix')
    .map(({ edit }) => applied(TEXT, edit.documentChanges[0]?.edits ?? []));
  expect(fixed).toContain(TEXT.replace('verdcit', 'verdict'));
  expect(actions[0]?.edit.documentChanges[0]?.textDocument).toEqual({ uri, version: 1 });
});

test('E-SRC-05 lsp completes, explains, and finds definitions and references', async () => {
  const { client } = await opened();
  const items = await client.ask<{ label: string; textEdit: Edit; documentation?: object }[]>(
    'textDocument/completion',
    { textDocument, position: place(TEXT, 'session: ', 9) },
  );
  expect(items.map(({ label }) => label)).toEqual([
    'fresh',
    'inherit',
    'inherit_if_available',
    'fork',
    'artifacts_only',
  ]);
  const chosen = items.find(({ label }) => label === 'fork');
  expect(applied(TEXT, chosen === undefined ? [] : [chosen.textEdit])).toBe(TEXT.replace('session: ', 'session: fork'));
  const hover = await client.ask<{ contents: { value: string } }>('textDocument/hover', {
    textDocument,
    position: place(TEXT, 'session', 2),
  });
  expect(hover.contents.value).toContain('Which conversation the node continues.');
  const position = place(TEXT, 'outputs.writer', 9);
  const [definition] = await client.ask<{ uri: string; range: Edit['range'] }[]>('textDocument/definition', {
    textDocument,
    position,
  });
  expect(definition).toEqual({
    uri,
    range: { start: place(TEXT, 'agent writer', 6), end: place(TEXT, 'agent writer', 12) },
  });
  const references = await client.ask<Edit[]>('textDocument/references', {
    textDocument,
    position,
    context: { includeDeclaration: false },
  });
  expect(references.map(({ range }) => range.start)).toEqual([
    place(TEXT, 'outputs.writer', 8),
    place(TEXT, 'entry: writer', 7),
    place(TEXT, 'writer -> critic'),
  ]);
});

test('E-SRC-05 lsp renames every mention, and says why where it cannot', async () => {
  const { client } = await opened();
  const position = place(TEXT, 'entry: writer', 8);
  expect(await client.ask('textDocument/prepareRename', { textDocument, position })).toEqual({
    range: { start: place(TEXT, 'entry: writer', 7), end: place(TEXT, 'entry: writer', 13) },
    placeholder: 'writer',
  });
  expect(
    await client.ask('textDocument/prepareRename', { textDocument, position: place(TEXT, '-> done', 4) }),
  ).toBeNull();
  const { documentChanges } = await client.ask<{ documentChanges: { edits: Edit[] }[] }>('textDocument/rename', {
    textDocument,
    position,
    newName: 'author',
  });
  expect(applied(TEXT, documentChanges[0]?.edits ?? [])).toBe(TEXT.replaceAll('writer', 'author'));
  const taken = await client.answer('textDocument/rename', { textDocument, position, newName: 'critic' });
  expect(taken.error?.message).toContain('critic');
});

test('E-SRC-05 lsp tells symbols, folds and semantic tokens', async () => {
  const { client } = await opened();
  const symbols = await client.ask<{ name: string; children: { name: string }[] }[]>('textDocument/documentSymbol', {
    textDocument,
  });
  expect(symbols.map(({ name }) => name)).toEqual(['verdict', 'writer', 'critic', 'ask', 'review']);
  expect(symbols.at(-1)?.children.map(({ name }) => name)).toEqual(['entry', 'writer -> critic', 'critic -> done']);
  const folds = await client.ask<{ startLine: number; endLine: number }[]>('textDocument/foldingRange', {
    textDocument,
  });
  expect(folds).toContainEqual({ startLine: 13, endLine: 16, kind: 'region' });
  const { data } = await client.ask<{ data: number[] }>('textDocument/semanticTokens/full', { textDocument });
  // The first token: `schema` in line 1, six units long, a keyword.
  expect(data.slice(0, 5)).toEqual([1, 0, 6, 0, 0]);
  expect(data.length % 5).toBe(0);
});

test('E-SRC-05 L-FMT-01 lsp formats a readable file, and refuses one that cannot be read', async () => {
  const loose = TEXT.replace('  session: \r\n', '')
    .replace('output: verdcit', 'output:   verdict')
    .replace('->', '  ->');
  const { client } = await opened(loose);
  const edits = await client.ask<Edit[]>('textDocument/formatting', { textDocument, options: {} });
  const formatted = applied(loose, edits);
  expect(formatted).toContain('  output: verdict\r\n');
  expect(formatted).toContain('  writer -> critic\r\n');
  client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: TEXT }] });
  const refused = await client.answer('textDocument/formatting', { textDocument, options: {} });
  expect(refused.error?.message).toMatch(/line 7/);
});

test('R-CLI-02 lsp ends as the protocol says, when its client goes away, and has no --json', async () => {
  const { client, child } = await opened();
  const code = new Promise((resolve) => child.once('close', resolve));
  await client.ask('shutdown');
  client.notify('exit', {});
  expect(await code).toBe(0);
  expect((await folder().feed('', 'lsp')).code).toBe(1);
  expect((await folder().run('lsp', '--json')).code).toBe(2);
});
