// Lists and maps: names and patterns as chips with completion, strings one a line, maps as rows of key and value.
import { ActionIcon, PasswordInput, TagsInput, TextInput, Textarea } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { entriesOf, jsonOf } from '@iterion/dsl';
import type { CompiledGraph } from '@iterion/dsl';
import { useMemo, useState } from 'react';
import { useFormScope } from '../formScope.tsx';
import { useNested } from '../nested.tsx';
import { useDraft } from '../useDraft.ts';
import { asList, asText } from './control.ts';
import type { ControlProps } from './control.ts';
import styles from './controls.module.css';
import { listOfText, textOfList } from './listText.ts';

const knownTools = [
  'read_file',
  'write_file',
  'patch',
  'glob',
  'search_codebase',
  'run_command',
  'git_diff',
  'git_log',
  'web_fetch',
];

export function ChipsControl(props: ControlProps) {
  const { graph } = useFormScope();
  const { value } = props.row;
  const refers = value.kind === 'list' ? value.refers : undefined;
  const suggestions = useMemo(() => suggestionsFor(refers, graph), [refers, graph]);
  const [refused, setRefused] = useState<string | null>(null);
  return (
    <TagsInput
      id={props.inputId}
      aria-describedby={props.describedBy}
      data={suggestions}
      value={asList(props.value)}
      error={refused ?? props.invalid}
      placeholder={props.value === undefined ? props.placeholder : ''}
      splitChars={[',', ' ', '\n', '\r', '\t']}
      acceptValueOnBlur
      onChange={(list) => setRefused(props.commit(list))}
    />
  );
}
function suggestionsFor(refers: 'node' | 'mcp_server' | undefined, graph: CompiledGraph): string[] {
  if (refers === 'node')
    return graph.nodes.filter((node) => node.kind !== 'done' && node.kind !== 'fail').map((node) => node.id);
  if (refers === 'mcp_server') return graph.mcpServers.map((server) => server.name);
  const used = graph.nodes.flatMap((node) => ('tools' in node ? node.tools : []));
  const servers = graph.mcpServers.map((server) => `mcp.${server.name}.*`);
  return [...new Set([...used, ...knownTools, ...servers])];
}

/** One element a line: reordering and pasting many are editing text. */
export function RowsControl(props: ControlProps) {
  const draft = useDraft(textOfList(asList(props.value)), (text) => {
    const list = listOfText(text);
    if (typeof list === 'string') return list;
    if (list.length > 0) return props.commit(list);
    if (props.value !== undefined) props.unset();
    return null;
  });
  return (
    <Textarea
      id={props.inputId}
      aria-describedby={props.describedBy}
      classNames={{ input: styles.code ?? '' }}
      data-draft={draft.isHeld || undefined}
      autosize
      minRows={1}
      maxRows={10}
      value={draft.text}
      error={draft.error ?? props.invalid}
      placeholder={props.value === undefined ? 'one a line' : ''}
      spellCheck={false}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.leave}
    />
  );
}

const secret = /key|token|secret|password|authorization/iu;

export function MapControl(props: ControlProps) {
  const statements = useNested(props.path);
  const written = entriesOf({
    block: { type: 'Block', indent: 0, start: 0, end: 0, statements: statements.map((placed) => placed.node) },
  });
  // On one line it is a value, over several it is a block of entries.
  const map = new Map<string, string>(
    typeof props.value === 'object' && props.value !== null && !Array.isArray(props.value)
      ? Object.entries(props.value).map(([key, value]) => [key, asText(value)])
      : written.map((entry) => [entry.key.value, entry.value ? asText(jsonOf(entry.value)) : '']),
  );
  // The language changes only the entries that differ.
  const set = (key: string, value: string): string | null =>
    props.commit(Object.fromEntries(new Map(map).set(key, value)));
  const remove = (key: string): void => {
    if (map.size === 1) props.unset();
    else props.commit(Object.fromEntries([...map].filter(([other]) => other !== key)));
  };
  return (
    <div
      className={styles.table}
      role="group"
      id={props.inputId}
      aria-label={props.row.name}
      aria-describedby={props.describedBy}
    >
      {[...map].map(([key, value]) => (
        <MapRow key={key} name={key} value={value} onSet={(text) => set(key, text)} onRemove={() => remove(key)} />
      ))}
      <NewKey label={`Add to ${props.row.name}`} onAdd={(key) => set(key, '')} />
    </div>
  );
}
function MapRow({
  name,
  value,
  onSet,
  onRemove,
}: {
  readonly name: string;
  readonly value: string;
  readonly onSet: (text: string) => string | null;
  readonly onRemove: () => void;
}) {
  const draft = useDraft(value, onSet);
  const Field = secret.test(name) ? PasswordInput : TextInput;
  return (
    <div className={styles.pair}>
      <span className={styles.key} title={name}>
        {name}
      </span>
      <Field
        aria-label={name}
        data-draft={draft.isHeld || undefined}
        value={draft.text}
        error={draft.error}
        onChange={(event) => draft.change(event.currentTarget.value)}
        onBlur={draft.leave}
      />
      <ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}

/** The last row of a table: a name, and what comes into being with it. */
export function NewKey({ label, onAdd }: { readonly label: string; readonly onAdd: (key: string) => string | null }) {
  const [key, setKey] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const add = (): void => {
    if (key.trim() === '') return;
    const reason = onAdd(key.trim());
    setRefused(reason);
    if (reason === null) setKey('');
  };
  return (
    <div className={styles.newKey}>
      <TextInput
        aria-label={label}
        placeholder={label}
        value={key}
        error={refused}
        onChange={(event) => setKey(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add();
        }}
      />
      <ActionIcon aria-label={label} onClick={add} disabled={key.trim() === ''}>
        <IconPlus size={14} />
      </ActionIcon>
    </div>
  );
}
