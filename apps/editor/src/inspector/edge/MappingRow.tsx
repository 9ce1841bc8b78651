// One entry of a mapping: the key with its type, how the value is meant, the value, what type arrives and whether that fits.
import { ActionIcon, Menu } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconListTree from '@tabler/icons-react/dist/esm/icons/IconListTree.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { referencesFromText } from '@iterion/dsl';
import type { EdgeId, Type, WithEntryValue } from '@iterion/dsl';
import { useState } from 'react';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { ReferenceText } from '../text/ReferenceText.tsx';
import { useDraft } from '../useDraft.ts';
import {
  converted,
  doesFit,
  guessed,
  modeOf,
  textOf,
  typeOfValue,
  valueIn,
  type ValueMode,
  valueModes,
} from './mappingValue.ts';
import type { SourceGroup } from './sources.ts';
import styles from './mapping.module.css';

interface Props {
  readonly fileId: FileId;
  readonly edge: EdgeId;
  readonly name: string;
  readonly declared: Type | undefined;
  /** The target's schema has no such field. */
  readonly foreign?: boolean;
  /** Null: not mapped. */
  readonly value: WithEntryValue | null;
  readonly groups: readonly SourceGroup[];
  readonly onSet: (value: WithEntryValue) => string | null;
  readonly onRemove?: () => void;
}

export function MappingRow({ fileId, edge, name, declared, foreign = false, value, groups, onSet, onRemove }: Props) {
  const document = useDocumentPart(fileId, (open) => open.document);
  const written = value ? modeOf(value) : 'text';
  // Text that reads like a literal was meant as text; anything else may turn into what it looks like.
  const isExplicit = value !== null && 'template' in value && !('template' in guessed(value.template));
  const [chosen, setChosen] = useState<ValueMode | null>(isExplicit ? 'text' : null);
  const draft = useDraft(value ? textOf(value) : '', (text) => {
    if (text === '') return null;
    const next = chosen === null ? guessed(text) : valueIn(chosen, text);
    return typeof next === 'string' ? next : onSet(next);
  });
  const places = [{ edge }];
  const references =
    document && value && 'template' in value
      ? referencesFromText(value.template, 'template', document, places).references
      : [];
  const type = value ? typeOfValue(value, references) : undefined;
  const fit = value && type ? doesFit(value, type, declared) : undefined;
  const modeLabel = valueModes.find((mode) => mode.value === (chosen ?? written))?.label;
  const change = (mode: ValueMode): void => {
    setChosen(mode);
    draft.drop();
    if (value) onSet(converted(mode, value));
  };
  return (
    <div className={styles.row} role="group" aria-label={`Mapping of ${name}`} data-open={value === null || undefined}>
      <div className={styles.head}>
        <span className={styles.key} title={name}>
          {name}
        </span>
        <span className={styles.type}>
          {declared ?? (foreign ? 'not in the schema' : '')}
          {value === null ? (declared === undefined ? 'not mapped' : ', not mapped') : ''}
        </span>
        {type !== undefined && type !== 'unknown' && (
          <span className={styles.fit} data-fits={fit}>
            {fit === undefined ? `gets ${type}` : fit ? `gets ${type} ✓` : `gets ${type}, does not fit`}
          </span>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <button type="button" className={styles.mode} aria-label={`${modeLabel}: how ${name} is written`}>
              {modeLabel}
              <IconChevronDown size={12} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {valueModes.map((mode) => (
              <Menu.Item key={mode.value} onClick={() => change(mode.value)}>
                {mode.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={styles.valueLine}>
        <ReferenceText
          fileId={fileId}
          kind="template"
          places={places}
          label={`Value of ${name}`}
          value={draft.text}
          error={draft.error}
          placeholder="{{input.…}}"
          onChange={draft.change}
          onBlur={draft.leave}
          isHeld={draft.isHeld}
        />
        <Menu position="bottom-end" width={280}>
          <Menu.Target>
            <ActionIcon aria-label={`Choose a source for ${name}`} data-hint="Choose a source">
              <IconListTree size={14} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown className={styles.menu}>
            {groups.map((group) => (
              <div key={group.title}>
                <Menu.Label>{group.title}</Menu.Label>
                {group.sources.map((source) => (
                  <Menu.Item
                    key={source.template}
                    rightSection={<span className={styles.type}>{source.reference.type}</span>}
                    onClick={() => {
                      draft.drop();
                      setChosen(null);
                      onSet({ template: source.template });
                    }}
                  >
                    <code>{source.label}</code>
                  </Menu.Item>
                ))}
              </div>
            ))}
          </Menu.Dropdown>
        </Menu>
        {onRemove && (
          <ActionIcon aria-label={`Unmap ${name}`} data-hint="Unmap" onClick={onRemove}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )}
      </div>
    </div>
  );
}
