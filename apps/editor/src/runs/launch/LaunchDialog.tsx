// The launch form (E-SHELL-22, E-RUN-01 … 07): values for the declared variables, how models are answered, what the file may do on this
// machine, and the worst case, all before anything starts.
import { Alert, Anchor, Button, Group, Loader, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import type { Json } from '@iterion/dsl';
import {
  ApiError,
  type EnvironmentReport,
  type LaunchRequest,
  type LaunchVariable,
  type Success,
} from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { goToFile } from '../../app/navigation.ts';
import { notify } from '../../app/notifications.tsx';
import { forgetTrust } from '../../app/trust.ts';
import { findByPath } from '../../document/store.ts';
import { api } from '../../server/api.ts';
import { cliCommand } from '../kernels/cliCommand.ts';
import { launch, simulationPaceMs } from './launch.ts';
import { PlanWords } from './PlanWords.tsx';
import { TrustReview } from './TrustReview.tsx';
import { startText, typedValue, VariableField } from './VariableField.tsx';
import classes from './LaunchDialog.module.css';

type Prepared = Success<'runs.prepare'>;

export function LaunchDialog({ path, close }: { readonly path: string; readonly close: () => void }) {
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    api.call('runs.prepare', { body: { path }, signal: abort.signal }).then(setPrepared, (error: unknown) => {
      if (!abort.signal.aborted)
        setProblem(error instanceof ApiError ? [error.message, error.remedy].filter(Boolean).join(' ') : String(error));
    });
    return () => abort.abort();
  }, [path]);
  return (
    <Modal opened onClose={close} title={prepared === null ? 'Run' : `Run ${prepared.workflow}`} size={640}>
      {problem === null ? null : (
        <Alert color="red" title="This file cannot be started">
          {problem}
        </Alert>
      )}
      {prepared === null && problem === null ? <Loader size="sm" aria-label="Preparing" /> : null}
      {prepared === null ? null : <Form path={path} prepared={prepared} close={close} />}
    </Modal>
  );
}

/** `file`: backends as written. `simulate`: models are simulated, commands run and people are asked. */
type Models = 'file' | 'simulate';

function Form({
  path,
  prepared,
  close,
}: {
  readonly path: string;
  readonly prepared: Prepared;
  readonly close: () => void;
}) {
  const usable = usableBackends(prepared.environment);
  const [models, setModels] = useState<Models>(usable.length === 0 ? 'simulate' : 'file');
  const [texts, setTexts] = useState<Record<string, string>>(() =>
    Object.fromEntries(prepared.variables.map((variable) => [variable.name, startText(variable)])),
  );
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const { trust } = prepared;
  const needsTrust = trust.state !== 'trusted' && powersOf(prepared) > 0;

  const request = (): LaunchRequest | null => {
    const { values, wrong } = valuesOf(prepared.variables, texts);
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return null;
    return { path, hash: prepared.hash, vars: values, ...(models === 'simulate' ? { backend: 'simulate' } : {}) };
  };
  const start = async (full: boolean): Promise<void> => {
    const wanted = request();
    if (wanted === null) return;
    setBusy(true);
    try {
      if (!full && needsTrust)
        await api
          .call('trust.grant', { query: { path }, body: { manifestHash: trust.manifestHash } })
          .then(() => forgetTrust(path));
      const started = await launch(
        full
          ? { path, hash: prepared.hash, vars: wanted.vars ?? {}, simulate: { seed: '1', delayMs: simulationPaceMs() } }
          : wanted,
      );
      if (started) close();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      notify({
        kind: 'error',
        title: 'Trust was not recorded',
        message: [error.message, error.remedy].filter(Boolean).join(' '),
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={classes['form']}
      data-zone="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // Enter in a field starts only what is trusted already (E-RUN-07).
        if (!needsTrust) void start(false);
      }}
    >
      {prepared.variables.length === 0 ? (
        <Text size="sm" c="dimmed">
          This workflow declares no variables.
        </Text>
      ) : (
        <Stack gap={8}>
          {prepared.variables.map((variable) => (
            <VariableField
              key={variable.name}
              variable={variable}
              text={texts[variable.name] ?? ''}
              problem={problems[variable.name]}
              onChange={(text) => setTexts({ ...texts, [variable.name]: text })}
            />
          ))}
        </Stack>
      )}
      <section className={classes['section']} aria-label="Models">
        <h3>Models</h3>
        <SegmentedControl
          aria-label="Models"
          value={models}
          onChange={(value) => setModels(value)}
          data={[
            { value: 'simulate', label: 'Simulated' },
            { value: 'file', label: 'As in the file' },
          ]}
        />
        <Text size="xs" c="dimmed">
          {modelWords(models, usable, prepared.environment)}
        </Text>
      </section>
      <section className={classes['section']} aria-label="Before it starts">
        <h3>Before it starts</h3>
        <PlanWords plan={prepared.plan} />
        <TrustReview
          trust={trust}
          onPlace={(place) => {
            close();
            goToFile({ path, id: findByPath(path)?.id ?? '' }, place);
          }}
        />
      </section>
      <Group justify="space-between" gap={8}>
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => {
            const wanted = request();
            if (wanted === null) return;
            void navigator.clipboard.writeText(cliCommand(wanted));
            notify({ kind: 'success', title: 'Copied as a command line' });
          }}
        >
          Copy as CLI
        </Anchor>
        <Group gap={8}>
          <Button variant="default" onClick={close} autoFocus={needsTrust}>
            Cancel
          </Button>
          <Button variant="default" disabled={busy} onClick={() => void start(true)}>
            Simulate all
          </Button>
          {needsTrust ? (
            <Button loading={busy} onClick={() => void start(false)}>
              Trust and run
            </Button>
          ) : (
            <Button type="submit" loading={busy}>
              Run
            </Button>
          )}
        </Group>
      </Group>
    </form>
  );
}

const usableBackends = ({ backends }: EnvironmentReport): string[] =>
  backends.filter(({ id, available }) => available && id !== 'simulate').map(({ id }) => id);

function modelWords(models: Models, usable: readonly string[], environment: EnvironmentReport): string {
  if (models === 'simulate') {
    const why =
      usable.length === 0 ? 'No key and no agent program was found on this machine, so this is preselected. ' : '';
    return `${why}Models are simulated and marked so; commands really run and people are really asked.`;
  }
  if (usable.length > 0) return `Usable here: ${usable.join(', ')}.`;
  const reasons = environment.backends.flatMap(({ id, reason }) => (reason === undefined ? [] : [`${id}: ${reason}`]));
  return `Nothing is usable here yet; model nodes will fail and say so. ${reasons.join(' ')}`;
}

function powersOf({ trust: { manifest } }: Prepared): number {
  return (
    manifest.commands.length +
    manifest.scripts.length +
    manifest.mcpServers.length +
    manifest.backends.length +
    manifest.writes.length
  );
}

function valuesOf(variables: readonly LaunchVariable[], texts: Readonly<Record<string, string>>) {
  const values: Record<string, Json> = {};
  const wrong: Record<string, string> = {};
  for (const variable of variables) {
    const text = texts[variable.name] ?? '';
    if (text === startText(variable)) continue; // the file's own value
    const typed = typedValue(variable, text);
    if ('problem' in typed) wrong[variable.name] = typed.problem;
    else values[variable.name] = typed.value;
  }
  return { values, wrong };
}
