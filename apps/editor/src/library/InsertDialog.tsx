// What a library item asks for (E-LIB-02): names, models and bounds in one small form. Names begin as free ones, so that Enter alone inserts.
import { Autocomplete, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { numbered } from '../canvas/actions/names.ts';
import type { FileId } from '../document/model.ts';
import { getDocument } from '../document/store.ts';
import { nameProblem } from '../inspector/references/renaming.ts';
import { useModels } from '../server/machine.ts';
import { FormErrors } from '../ui/FormErrors.tsx';
import { type At, insertText } from './insertText.ts';
import type { LibraryItem } from './libraryItem.ts';
import { faultOf, fill } from './parameters.ts';
import type { Parameter } from './parameters.ts';
import styles from './Library.module.css';

interface Props {
  readonly fileId: FileId;
  readonly item: LibraryItem;
  readonly at: At;
  readonly close: () => void;
}

export function InsertDialog({ fileId, item, at, close }: Props) {
  const { parameters } = item;
  const [taken] = useState(() => new Set(getDocument(fileId)?.projection.nodes.map((node) => node.name)));
  const [values, setValues] = useState(() => parameters.map((parameter) => firstValue(parameter, taken)));
  const [isTried, setTried] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const models = useModels();
  const faults = parameters.map((parameter, index) => {
    const value = values[index] ?? '';
    const same = parameters.findIndex((each, other) => each.kind === 'name' && values[other]?.trim() === value.trim());
    return faultOf(
      parameter,
      value,
      (name) =>
        nameProblem(name) ??
        (taken.has(name)
          ? `There is already a ${name} in this file`
          : same < index
            ? 'This name is given twice'
            : null),
    );
  });
  const insert = (): void => {
    setTried(true);
    if (faults.some((fault) => fault !== null)) return;
    const filled = fill(item.text, parameters, values);
    if (!filled.ok) {
      setRefused(filled.reason);
      return;
    }
    close();
    insertText(fileId, filled.text, item.title, at);
  };
  const known = [...new Set([...modelsOf(fileId), ...(models ?? []).map(({ id }) => id)])];
  return (
    <Modal opened onClose={close} title={`Insert ${item.title}`} size="sm">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          insert();
        }}
      >
        <Stack gap={12}>
          {item.description !== '' && <p className={styles.about}>{item.description}</p>}
          <FormErrors
            errors={[
              ...(isTried
                ? faults.flatMap((fault, index) =>
                    fault === null
                      ? []
                      : [{ id: fieldId(index), label: parameters[index]?.label ?? '', message: fault }],
                  )
                : []),
              ...(refused === null ? [] : [{ message: refused }]),
            ]}
          />
          {parameters.map((parameter, index) => {
            const field = {
              id: fieldId(index),
              label: parameter.label,
              value: values[index] ?? '',
              error: isTried || values[index] !== firstValue(parameter, taken) ? faults[index] : null,
              spellCheck: false,
              ...(index === 0 ? { 'data-autofocus': true } : {}),
            };
            const change = (value: string): void => {
              setRefused(null);
              setValues(values.with(index, value));
            };
            return parameter.kind === 'model' ? (
              <Autocomplete
                key={field.id}
                {...field}
                placeholder="left to the machine"
                data={known}
                withScrollArea={false}
                classNames={{ options: styles.options ?? '' }}
                onChange={change}
              />
            ) : (
              <TextInput
                key={field.id}
                {...field}
                {...(parameter.kind === 'bound' ? { inputMode: 'numeric' as const } : {})}
                onChange={(event) => change(event.currentTarget.value)}
              />
            );
          })}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit">Insert</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function fieldId(index: number): string {
  return `parameter-${index}`;
}
function firstValue({ kind, value }: Parameter, taken: ReadonlySet<string>): string {
  return kind === 'name' && taken.has(value) ? numbered(value, taken) : value;
}
function modelsOf(fileId: FileId): string[] {
  const nodes = getDocument(fileId)?.graph?.nodes ?? [];
  return nodes.flatMap((node) => ('model' in node && node.model ? [node.model.source] : []));
}
