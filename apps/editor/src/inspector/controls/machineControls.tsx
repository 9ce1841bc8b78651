// What runs on the machine of the server (E-INSP-03): models, backends, providers. Each suggests what the server knows, says whether it can be
// used there, and takes free text as well.
import { ActionIcon } from '@mantine/core';
import IconCurrencyDollar from '@tabler/icons-react/dist/esm/icons/IconCurrencyDollar.mjs';
import { DEFAULT_BACKEND } from '@iterion/dsl';
import type { CompiledGraph } from '@iterion/dsl';
import type { Availability } from '@iterion/protocol';
import { useRef } from 'react';
import { useEnvironment, useModels, useVariables } from '../../server/machine.ts';
import { useFormScope } from '../formScope.tsx';
import { AvailabilityMark } from './AvailabilityMark.tsx';
import { asText } from './control.ts';
import type { ControlProps } from './control.ts';
import styles from './controls.module.css';
import { environmentNames, modelFacts, modelLines } from './modelText.ts';
import { SuggestedText } from './suggested.tsx';
import type { Suggested } from './suggested.tsx';

const newVariable = '${MODEL}';

export function ModelControl(props: ControlProps) {
  const { graph } = useFormScope();
  const models = useModels();
  const text = asText(props.value);
  const names = environmentNames(text).map(({ name }) => name);
  const isSet = useVariables(names);
  const field = useRef<HTMLInputElement>(null);
  const lines = text === '' ? [] : modelLines(text, graph, models, isSet);
  return (
    <SuggestedText
      {...props}
      field={field}
      groups={[
        { group: 'In this file', items: modelsOf(graph).map((value) => ({ value })) },
        { group: 'Known models', items: (models ?? []).map((item) => ({ value: item.id, note: modelFacts(item) })) },
        {
          group: 'From the environment',
          items: [...graph.env.map(({ name }) => `\${${name}}`), newVariable].map((value) => ({ value })),
        },
      ]}
      mark={
        <ActionIcon
          size={24}
          aria-label="Insert a variable of the environment"
          data-hint={`Insert ${newVariable}: a variable of the environment`}
          // The caret stays where it is.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => field.current && insertVariable(field.current)}
        >
          <IconCurrencyDollar size={14} aria-hidden />
        </ActionIcon>
      }
      about={
        lines.length === 0
          ? undefined
          : lines.map((line) => (
              <div key={line.text} className={styles.hint} data-tone={line.tone}>
                {line.text}
              </div>
            ))
      }
    />
  );
}

function modelsOf(graph: CompiledGraph): string[] {
  const texts = graph.nodes.flatMap((node) => ('model' in node && node.model ? [node.model.source] : []));
  return [...new Set(texts)].filter((text) => text !== '');
}

/** Puts `${MODEL}` in place of the selection, with its name selected, as if it were typed. */
function insertVariable(input: HTMLInputElement): void {
  const start = input.selectionStart ?? input.value.length;
  const text = input.value.slice(0, start) + newVariable + input.value.slice(input.selectionEnd ?? start);
  // Past React's own setter, as typing goes.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  input.focus();
  input.setSelectionRange(start + 2, start + newVariable.length - 1);
}

export function BackendControl(props: ControlProps) {
  const environment = useEnvironment();
  return <OnMachine {...props} group="Backends" known={environment?.backends} fallback={backendNames} />;
}
export function ProviderControl(props: ControlProps) {
  const environment = useEnvironment();
  return <OnMachine {...props} group="Providers" known={environment?.providers} fallback={providerNames} explains />;
}
/** What is suggested while no server has said what is there. */
const backendNames = [DEFAULT_BACKEND, 'claude_code', 'codex', 'simulate'];
const providerNames = ['anthropic', 'openai', 'google', 'bedrock', 'vertex', 'foundry'];

interface OnMachineProps extends ControlProps {
  readonly group: string;
  readonly known: readonly Availability[] | undefined;
  readonly fallback: readonly string[];
  /** Says beneath why it cannot be used; where a problem of the text says it, that is enough. */
  readonly explains?: boolean;
}
function OnMachine({ group, known, fallback, explains = false, ...props }: OnMachineProps) {
  const text = asText(props.value);
  const chosen = known?.find(({ id }) => id === (text === '' ? props.placeholder : text));
  const items: readonly Suggested[] =
    known?.map(({ id, available, reason }) => ({
      value: id,
      available,
      ...(reason === undefined ? {} : { note: reason }),
    })) ?? fallback.map((value) => ({ value }));
  return (
    <SuggestedText
      {...props}
      groups={[{ group, items }]}
      mark={chosen && <AvailabilityMark available={chosen.available} words={availableWords(chosen)} />}
      about={
        explains && chosen && !chosen.available && text !== '' ? (
          <span className={styles.hint}>{chosen.reason}</span>
        ) : undefined
      }
    />
  );
}
function availableWords({ id, available, reason }: Availability): string {
  return available
    ? `${id} can be used where the server runs`
    : (reason ?? `${id} cannot be used where the server runs`);
}
