// Resuming a run that stopped (E-RUN-51): with the recorded source or the file as it is now; what is kept, what runs again, what does not fit, as
// the server checked it; room for raised limits and longer loops.
import { Button, Checkbox, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import type { View, ViewBudget } from '@iterion/engine';
import { ApiError, type Success } from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { api } from '../server/api.ts';
import { Segments } from '../ui/Segments.tsx';
import { cost, count, duration } from './kernels/words.ts';

type Check = Success<'runs.resumeCheck'>;
type Source = 'recorded' | 'current';
interface Limit {
  readonly key: 'maxIterations' | 'maxTokens' | 'maxCostUsd' | 'maxDurationMs';
  readonly label: string;
  readonly used: string;
  /** What a number in the field means. */
  readonly factor: number;
}

interface Props {
  readonly runId: string;
  readonly view: View;
  /** The file of the run; null when it has none. */
  readonly path: string | null;
  readonly close: () => void;
}

export function ResumeDialog({ runId, view, path, close }: Props) {
  const [source, setSource] = useState<Source>('recorded');
  const [raised, setRaised] = useState<Record<string, number | ''>>({});
  const [laps, setLaps] = useState<Record<string, number | ''>>({});
  const [force, setForce] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const check = useCheck(runId, source, path, setProblem);
  const incompatible = check?.nodes.some(({ effect }) => effect === 'incompatible') ?? false;
  const limits = limitsOf(view);
  const resume = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const budget = Object.fromEntries(
      limits.flatMap(({ key, factor }) => {
        const value = raised[key];
        return typeof value === 'number' ? [[key, value * factor]] : [];
      }),
    );
    const extendLoops = Object.fromEntries(
      Object.entries(laps).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    );
    try {
      await api.call('runs.resume', {
        params: { id: runId },
        body: { source, budget, extendLoops, ...(force ? { force } : {}) },
      });
      close();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem([error.message, error.remedy].filter(Boolean).join(' '));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={close} title="Resume this run">
      <Stack gap={12}>
        {path === null ? null : (
          <Segments
            label="Source"
            value={source}
            onChange={(next) => {
              setProblem(null);
              setSource(next);
            }}
            options={[
              { value: 'recorded', label: 'As it ran' },
              { value: 'current', label: 'The file as it is now' },
            ]}
          />
        )}
        {check === null ? null : <CheckWords check={check} view={view} />}
        {incompatible ? (
          <Checkbox
            label="Keep the results of changed nodes all the same"
            checked={force}
            onChange={(event) => setForce(event.currentTarget.checked)}
          />
        ) : null}
        {limits.map((limit) => (
          <NumberInput
            key={limit.key}
            label={limit.label}
            description={`${limit.used} used; leave empty to keep the limit`}
            min={0}
            value={raised[limit.key] ?? ''}
            onChange={(value) => setRaised({ ...raised, [limit.key]: typeof value === 'number' ? value : '' })}
          />
        ))}
        {Object.keys(view.loops).map((name) => (
          <NumberInput
            key={name}
            label={`More laps for loop ${name}`}
            min={1}
            allowDecimal={false}
            value={laps[name] ?? ''}
            onChange={(value) => setLaps({ ...laps, [name]: typeof value === 'number' ? value : '' })}
          />
        ))}
        {problem === null ? null : (
          <Text size="sm" c="var(--error-text)" role="alert">
            {problem}
          </Text>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            Close
          </Button>
          <Button
            loading={busy}
            disabled={check === null || !check.resumable || (incompatible && !force)}
            onClick={() => void resume()}
          >
            Resume
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const EFFECTS = [
  { effect: 'kept', words: 'Kept, at no further cost' },
  { effect: 'rerun', words: 'Runs again' },
  { effect: 'removed', words: 'Not in the file any more' },
  { effect: 'incompatible', words: 'Changed although its result would be kept' },
] as const;

function CheckWords({ check, view }: { readonly check: Check; readonly view: View }) {
  const kept = view.executions.filter(({ status }) => status === 'finished').length;
  return (
    <>
      {check.reasons.map((reason) => (
        <Text key={reason} size="sm" {...(check.resumable ? {} : { c: 'var(--error-text)' })}>
          {reason}
        </Text>
      ))}
      <Text size="sm">
        {kept} finished {kept === 1 ? 'execution is' : 'executions are'} in the log.
      </Text>
      <ul aria-label="What resuming does" style={{ margin: 0, paddingLeft: 16 }}>
        {EFFECTS.map(({ effect, words }) => {
          const nodes = check.nodes.filter((each) => each.effect === effect).map(({ node }) => node);
          return nodes.length === 0 ? null : (
            <li key={effect}>
              <Text size="sm">
                {words}: {nodes.join(', ')}
              </Text>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function useCheck(
  runId: string,
  source: Source,
  path: string | null,
  onProblem: (words: string) => void,
): Check | null {
  const [answer, setAnswer] = useState<{ readonly of: Source; readonly check: Check } | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const body = source === 'current' && path !== null ? { path } : {};
    api.call('runs.resumeCheck', { params: { id: runId }, body, signal: abort.signal }).then(
      (check) => setAnswer({ of: source, check }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        onProblem([error.message, error.remedy].filter(Boolean).join(' '));
      },
    );
    return () => abort.abort();
  }, [runId, source, path, onProblem]);
  return answer?.of === source ? answer.check : null;
}

function limitsOf({ budget }: View): readonly Limit[] {
  const of = (
    { limit, used }: ViewBudget,
    key: Limit['key'],
    name: string,
    show: (value: number) => string,
    factor = 1,
  ): readonly Limit[] =>
    limit === null ? [] : [{ key, label: `${name}, limit ${show(limit)}`, used: show(used), factor }];
  return [
    ...of(budget.iterations, 'maxIterations', 'Steps', String),
    ...of(budget.tokens, 'maxTokens', 'Tokens', count),
    ...of(budget.cost_usd, 'maxCostUsd', 'Cost in USD', (usd) => cost(usd)),
    ...of(budget.duration, 'maxDurationMs', 'Active minutes', (seconds) => duration(seconds * 1000), 60_000),
  ];
}
