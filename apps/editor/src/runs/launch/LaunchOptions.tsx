// What can be said about one start beside its values (E-RUN-03): limits, time, name, labels, another backend or model, strictness.
import { Checkbox, NumberInput, Select, SimpleGrid, TagsInput, TextInput } from '@mantine/core';
import type { LaunchRequest } from '@iterion/protocol';
import classes from './LaunchDialog.module.css';

type Number_ = number | '';
export interface Options {
  readonly maxCostUsd: Number_;
  readonly maxTokens: Number_;
  readonly maxIterations: Number_;
  readonly maxDurationMinutes: Number_;
  readonly maxParallelBranches: Number_;
  readonly timeoutMinutes: Number_;
  readonly name: string;
  readonly labels: readonly string[];
  readonly backend: string | null;
  readonly model: string;
  readonly strict: boolean;
}
export const noOptions: Options = {
  maxCostUsd: '',
  maxTokens: '',
  maxIterations: '',
  maxDurationMinutes: '',
  maxParallelBranches: '',
  timeoutMinutes: '',
  name: '',
  labels: [],
  backend: null,
  model: '',
  strict: false,
};

export function optionsOf(options: Options): Partial<LaunchRequest> {
  const { maxCostUsd, maxTokens, maxIterations, maxDurationMinutes, maxParallelBranches, timeoutMinutes } = options;
  const budget = {
    ...(maxCostUsd === '' ? {} : { maxCostUsd }),
    ...(maxTokens === '' ? {} : { maxTokens }),
    ...(maxIterations === '' ? {} : { maxIterations }),
    ...(maxDurationMinutes === '' ? {} : { maxDurationMs: maxDurationMinutes * 60_000 }),
    ...(maxParallelBranches === '' ? {} : { maxParallelBranches }),
  };
  return {
    ...(Object.keys(budget).length === 0 ? {} : { budget }),
    ...(timeoutMinutes === '' ? {} : { timeoutMs: timeoutMinutes * 60_000 }),
    ...(options.name.trim() === '' ? {} : { name: options.name.trim() }),
    ...(options.labels.length === 0 ? {} : { labels: [...options.labels] }),
    ...(options.backend === null ? {} : { backend: options.backend }),
    ...(options.model.trim() === '' ? {} : { model: options.model.trim() }),
    ...(options.strict ? { strict: true } : {}),
  };
}

interface Props {
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  /** That can answer here; empty: the choice is not offered. */
  readonly backends: readonly string[];
}

export function LaunchOptions({ options, onChange, backends }: Props) {
  const number = (key: keyof Options, label: string, decimals: boolean) => (
    <NumberInput
      label={label}
      size="xs"
      min={0}
      allowNegative={false}
      allowDecimal={decimals}
      hideControls
      value={options[key] as Number_}
      onChange={(value) => onChange({ ...options, [key]: typeof value === 'number' && value > 0 ? value : '' })}
    />
  );
  return (
    <div className={classes['options']}>
      <details>
        <summary>Budget for this run</summary>
        <SimpleGrid cols={3} spacing={8}>
          {number('maxCostUsd', 'Cost, USD', true)}
          {number('maxTokens', 'Tokens', false)}
          {number('maxIterations', 'Node executions', false)}
          {number('maxDurationMinutes', 'Active minutes', true)}
          {number('maxParallelBranches', 'Parallel branches', false)}
        </SimpleGrid>
      </details>
      <details>
        <summary>Timeout, name, labels</summary>
        <SimpleGrid cols={3} spacing={8}>
          {number('timeoutMinutes', 'Timeout, minutes', true)}
          <TextInput
            label="Name"
            size="xs"
            maxLength={200}
            value={options.name}
            onChange={(event) => onChange({ ...options, name: event.currentTarget.value })}
          />
          <TagsInput
            label="Labels"
            size="xs"
            maxTags={32}
            value={[...options.labels]}
            onChange={(labels) => onChange({ ...options, labels })}
          />
        </SimpleGrid>
        <Checkbox
          mt={8}
          size="xs"
          label="Strict: what a careful author would mend keeps it from starting"
          checked={options.strict}
          onChange={(event) => onChange({ ...options, strict: event.currentTarget.checked })}
        />
      </details>
      {backends.length === 0 ? null : (
        <details>
          <summary>Backend and model override</summary>
          <SimpleGrid cols={2} spacing={8}>
            <Select
              label="Backend of every model node"
              size="xs"
              placeholder="as in the file"
              clearable
              data={[...backends]}
              value={options.backend}
              onChange={(backend) => onChange({ ...options, backend })}
            />
            <TextInput
              label="Model of every model node"
              size="xs"
              placeholder="as in the file"
              value={options.model}
              onChange={(event) => onChange({ ...options, model: event.currentTarget.value })}
            />
          </SimpleGrid>
        </details>
      )}
    </div>
  );
}
