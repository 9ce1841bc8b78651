// Lists and maps: names and patterns as chips with completion, strings one a line, maps as rows of key and value.
import { ActionIcon, PasswordInput, TagsInput, TextInput, Textarea } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import type { CompiledGraph, Json } from '@iterion/dsl';
import { useMemo, useState } from 'react';
import { commitOperation, useFormScope } from '../formScope.tsx';
import { useDraft } from '../useDraft.ts';
import { asList, asText } from './control.ts';
import type { ControlProps } from './control.ts';
import styles from './controls.module.css';

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
      splitChars={[',', ' ']}
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
  const draft = useDraft(asList(props.value).join('\n'), (text) => {
    const list = text.split('\n').filter((line) => line !== '');
    if (list.length > 0) return props.commit(list);
    if (props.value !== undefined) props.unset();
    return null;
  });
  return (
    <Textarea
      id={props.inputId}
      aria-describedby={props.describedBy}
      classNames={{ input: styles.code ?? '' }}
      data-draft
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
  const scope = useFormScope();
  const entries = Object.entries(
    typeof props.value === 'object' && props.value !== null && !Array.isArray(props.value) ? props.value : {},
  );
  const block = { block: 'map', property: { ...scope.ref, path: props.path } } as const;
  const what = `${props.path.join('.')} of ${scope.ref.name}`;
  const set = (key: string, value: string): string | null =>
    entries.length === 0
      ? props.commit({ [key]: value })
      : commitOperation(
          scope.fileId,
          { op: 'setMember', block, key, parts: { value } },
          `Set ${key} in ${what}`,
          `${what} ${key}`,
        );
  return (
    <div className={styles.table} role="group" aria-labelledby={props.describedBy}>
      {entries.map(([key, value]) => (
        <MapRow
          key={key}
          name={key}
          value={value}
          onSet={(text) => set(key, text)}
          onRemove={() =>
            commitOperation(scope.fileId, { op: 'removeMember', block, key }, `Remove ${key} from ${what}`)
          }
        />
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
  readonly value: Json;
  readonly onSet: (text: string) => string | null;
  readonly onRemove: () => void;
}) {
  const draft = useDraft(asText(value), onSet);
  const Field = secret.test(name) ? PasswordInput : TextInput;
  return (
    <div className={styles.pair}>
      <span className={styles.key} title={name}>
        {name}
      </span>
      <Field
        aria-label={name}
        data-draft
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
