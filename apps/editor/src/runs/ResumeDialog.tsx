// Resuming a run that stopped (E-RUN-51): what is kept, what runs again, and room for raised limits and longer loops.
import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import type { View } from '@iterion/engine';
import { ApiError } from '@iterion/protocol';
import { useState } from 'react';
import { api } from '../server/api.ts';
import { cost, count } from './kernels/words.ts';

interface Limit {
  readonly key: 'maxIterations' | 'maxTokens' | 'maxCostUsd';
  readonly label: string;
  readonly used: string;
}

export function ResumeDialog({
  runId,
  view,
  close,
}: {
  readonly runId: string;
  readonly view: View;
  readonly close: () => void;
}) {
  const [raised, setRaised] = useState<Record<string, number | ''>>({});
  const [laps, setLaps] = useState<Record<string, number | ''>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { budget, executions } = view;
  const kept = executions.filter((execution) => execution.status === 'finished').length;
  const again = executions.filter((execution) => execution.status === 'failed' || execution.status === 'interrupted');
  const limits: Limit[] = [
    ...(budget.iterations.limit === null
      ? []
      : [
          {
            key: 'maxIterations',
            label: `Steps, limit ${budget.iterations.limit}`,
            used: String(budget.iterations.used),
          } as const,
        ]),
    ...(budget.tokens.limit === null
      ? []
      : [
          {
            key: 'maxTokens',
            label: `Tokens, limit ${count(budget.tokens.limit)}`,
            used: count(budget.tokens.used),
          } as const,
        ]),
    ...(budget.cost_usd.limit === null
      ? []
      : [
          {
            key: 'maxCostUsd',
            label: `Cost in USD, limit ${cost(budget.cost_usd.limit)}`,
            used: cost(budget.cost_usd.used),
          } as const,
        ]),
  ];
  const resume = async (): Promise<void> => {
    setBusy(true);
    const given = (values: Record<string, number | ''>): Record<string, number> =>
      Object.fromEntries(
        Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
      );
    try {
      await api.call('runs.resume', {
        params: { id: runId },
        body: { source: 'recorded', budget: given(raised), extendLoops: given(laps) },
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
        <Text size="sm">
          {kept} finished {kept === 1 ? 'execution is' : 'executions are'} kept and cost nothing again.{' '}
          {again.length === 0
            ? 'It goes on where it stopped.'
            : `Again: ${[...new Set(again.map((execution) => execution.ir_node_id))].join(', ')}.`}
        </Text>
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
          <Text size="sm" c="var(--error)" role="alert">
            {problem}
          </Text>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            Close
          </Button>
          <Button loading={busy} onClick={() => void resume()}>
            Resume
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
