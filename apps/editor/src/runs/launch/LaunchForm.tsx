// The launch form (E-SHELL-22, E-RUN-01 … 07): values for the declared variables and where they come from, how models are answered, limits, what
// the file may do on this machine, and the worst case, all before anything starts.
import { Anchor, Button, Group, Select, SegmentedControl, Stack, Text } from '@mantine/core';
import { ApiError, type LaunchRequest } from '@iterion/protocol';
import { useEffect, useRef, useState } from 'react';
import { goToFile } from '../../app/navigation.ts';
import { notify } from '../../app/notifications.tsx';
import { forgetTrust } from '../../app/trust.ts';
import { isDirty } from '../../document/model.ts';
import { findByPath, getDocument } from '../../document/store.ts';
import { save } from '../../files/saveFile.ts';
import { useWorkspace } from '../../files/workspace.ts';
import { api } from '../../server/api.ts';
import { cliCommand, type Shell, shellNames, shells } from '../kernels/cliCommand.ts';
import { age } from '../kernels/words.ts';
import { useFollowRuns, useRuns } from '../runsChannel.ts';
import { EnvironmentWords } from './EnvironmentWords.tsx';
import { keepValues, lastValues } from './lastValues.ts';
import { launch, simulationPaceMs } from './launch.ts';
import type { Prepared, Sources } from './prepared.ts';
import { LaunchOptions, noOptions, type Options, optionsOf } from './LaunchOptions.tsx';
import { PlanWords } from './PlanWords.tsx';
import { TrustReview } from './TrustReview.tsx';
import { checkValues, originOf, startText } from './values.ts';
import { VariableField } from './VariableField.tsx';
import classes from './LaunchDialog.module.css';

interface Props {
  readonly path: string;
  readonly prepared: Prepared;
  readonly sources: Sources;
  readonly onSources: (sources: Sources) => void;
  /** The file is another by now: prepare anew. */
  readonly onAgain: () => void;
  readonly close: () => void;
}

/** `file`: backends as written. `simulate`: models are simulated, commands run and people are asked. */
type Models = 'file' | 'simulate';

export function LaunchForm({ path, prepared, sources, onSources, onAgain, close }: Props) {
  const { trust, variables, environment } = prepared;
  const usable = environment.backends.filter(({ id, available }) => available && id !== 'simulate').map(({ id }) => id);
  const [models, setModels] = useState<Models>(usable.length === 0 ? 'simulate' : 'file');
  const [last] = useState(() => (sources.fromRun === null ? lastValues(path) : null));
  const [texts, setTexts] = useState<Record<string, string>>(() =>
    Object.fromEntries(variables.map((variable) => [variable.name, startText(variable)])),
  );
  const [unset, setUnset] = useState<ReadonlySet<string>>(new Set());
  const [options, setOptions] = useState<Options>(noOptions);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [shell, setShell] = useState<Shell>('posix');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const needsTrust = trust.state !== 'trusted' && powersOf(prepared) > 0;
  useEffect(() => {
    // The dialog was open before its form came; the focus goes to where people begin (E-A11Y-11), and never to a button that trusts.
    if (!needsTrust)
      form.current?.querySelector<HTMLElement>('input:not([type=radio]), textarea, button[type=submit]')?.focus();
  }, [needsTrust]);
  const open = findByPath(path);
  const unsaved = open !== undefined && isDirty(open);

  const request = (): LaunchRequest | null => {
    const { values, wrong } = checkValues(variables, { texts, unset });
    setProblems(wrong);
    const [first] = Object.keys(wrong);
    if (first !== undefined) {
      form.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(first)}"] :is(input, textarea)`)?.focus();
      return null;
    }
    return {
      path,
      hash: prepared.hash,
      vars: values,
      ...(sources.preset === null ? {} : { preset: sources.preset }),
      ...(sources.recipe === null ? {} : { recipe: sources.recipe }),
      ...(models === 'simulate' ? { backend: 'simulate' } : {}),
      ...optionsOf(options),
    };
  };
  const start = async (full: boolean): Promise<void> => {
    const wanted = request();
    if (wanted === null) return;
    setBusy(true);
    setRefusal(null);
    try {
      keepValues(path, variables, texts);
      if (full) {
        const { backend: _, hash: __, ...rest } = wanted;
        const text = open?.text;
        const started = await launch({
          ...rest,
          ...(text === undefined ? { hash: prepared.hash } : { text }),
          simulate: { seed: '1', delayMs: simulationPaceMs() },
        });
        if (started === null) close();
        return;
      }
      const hash = await saved(path, prepared.hash);
      if (hash === null) return; // saving told why; nothing starts (E-RUN-05)
      if (hash !== prepared.hash) {
        setRefusal('The file is not what this form was made for. It has been read again: look at it, then run.');
        onAgain();
        return;
      }
      if (needsTrust)
        await api
          .call('trust.grant', { query: { path }, body: { manifestHash: trust.manifestHash } })
          .then(() => forgetTrust(path));
      const error = await launch({ ...wanted, hash });
      if (error === null) close();
      else if (error.code === 'source_changed') {
        setRefusal(`${error.message} It has been read again: look at it, then run.`);
        onAgain();
      } else if (error.code === 'vars_invalid') setProblems(fieldsOf(error));
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
      ref={form}
      className={classes['form']}
      data-zone="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // Enter in a field starts only what is trusted already (E-RUN-07).
        if (!needsTrust) void start(false);
      }}
    >
      <ValueSources
        path={path}
        prepared={prepared}
        sources={sources}
        onSources={onSources}
        hasLast={last !== null}
        onLast={() => setTexts({ ...texts, ...last })}
        onDefaults={() =>
          setTexts(Object.fromEntries(variables.map((variable) => [variable.name, startText(variable)])))
        }
      />
      {variables.length === 0 ? (
        <Text size="sm" c="dimmed">
          This workflow declares no variables.
        </Text>
      ) : (
        <Stack gap={8}>
          {variables.map((variable) => (
            <VariableField
              key={variable.name}
              variable={variable}
              text={texts[variable.name] ?? ''}
              origin={originOf(variable, texts[variable.name] ?? '', last?.[variable.name])}
              isUnset={unset.has(variable.name)}
              problem={problems[variable.name]}
              onChange={(text) => setTexts({ ...texts, [variable.name]: text })}
              onUnset={(wanted) => {
                const next = new Set(unset);
                if (wanted) next.add(variable.name);
                else next.delete(variable.name);
                setUnset(next);
              }}
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
          {modelWords(models, usable, prepared)}
        </Text>
      </section>
      <LaunchOptions options={options} onChange={setOptions} backends={models === 'file' ? usable : []} />
      <section className={classes['section']} aria-label="Before it starts">
        <h3>Before it starts</h3>
        <PlanWords plan={prepared.plan} />
        <TrustReview
          trust={trust}
          onPlace={(place) => {
            close();
            goToFile({ path, id: open?.id ?? '' }, place);
          }}
        />
        <EnvironmentWords prepared={prepared} simulated={models === 'simulate'} />
        {unsaved ? <Text size="sm">Unsaved changes of {path} will be saved first.</Text> : null}
      </section>
      {refusal === null ? null : (
        <Text size="sm" c="var(--error-text)" role="alert">
          {refusal}
        </Text>
      )}
      <Group justify="space-between" gap={8} wrap="nowrap" className={classes['acts'] ?? ''}>
        <Group gap={8} wrap="nowrap">
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              const wanted = request();
              if (wanted === null) return;
              void navigator.clipboard.writeText(cliCommand(wanted, shell));
              notify({ kind: 'success', title: `Copied as a command line for ${shellNames[shell]}` });
            }}
          >
            Copy as CLI
          </Anchor>
          <Select
            aria-label="Shell of the command line"
            size="xs"
            w={130}
            allowDeselect={false}
            data={shells.map((value) => ({ value, label: shellNames[value] }))}
            value={shell}
            onChange={(value) => setShell(value ?? 'posix')}
          />
        </Group>
        <Group gap={8} wrap="nowrap">
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

function ValueSources({
  path,
  prepared,
  sources,
  onSources,
  hasLast,
  onLast,
  onDefaults,
}: {
  readonly path: string;
  readonly prepared: Prepared;
  readonly sources: Sources;
  readonly onSources: (sources: Sources) => void;
  readonly hasLast: boolean;
  readonly onLast: () => void;
  readonly onDefaults: () => void;
}) {
  useFollowRuns();
  const headers = useRuns((state) => state.headers);
  const entries = useWorkspace((state) => state.entries);
  const [now] = useState(Date.now);
  const recipes = [...entries.values()].filter(({ kind }) => kind === 'recipe').map((entry) => entry.path);
  const runs = [...headers.values()]
    .filter((header) => header.path === path)
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, 10);
  return (
    <Group gap={8} align="flex-end">
      {prepared.presets.length === 0 ? null : (
        <Select
          label="Preset"
          size="xs"
          w={150}
          placeholder="none"
          clearable
          data={[...prepared.presets]}
          value={sources.preset}
          onChange={(preset) => onSources({ ...sources, preset })}
        />
      )}
      {recipes.length === 0 ? null : (
        <Select
          label="Recipe"
          size="xs"
          w={200}
          placeholder="none"
          clearable
          data={recipes}
          value={sources.recipe}
          onChange={(recipe) => onSources({ ...sources, recipe })}
        />
      )}
      {prepared.variables.length === 0 ? null : (
        <Select
          label="Values"
          size="xs"
          w={220}
          allowDeselect={false}
          data={[
            { value: 'defaults', label: 'as in the file' },
            ...(hasLast ? [{ value: 'last', label: 'last used' }] : []),
            ...runs.map((run) => ({
              value: run.id,
              label: `${run.name ?? run.workflow}, ${age(Date.parse(run.createdAt), now)}`,
            })),
          ]}
          value={sources.fromRun ?? 'defaults'}
          onChange={(value) => {
            if (value === 'last') onLast();
            else if (value === 'defaults' && sources.fromRun === null) onDefaults();
            else onSources({ ...sources, fromRun: value === 'defaults' ? null : value });
          }}
        />
      )}
    </Group>
  );
}

/** The hash of what is on disk once the buffer is saved; null when saving did not come about. */
async function saved(path: string, shown: string): Promise<string | null> {
  const open = findByPath(path);
  if (open === undefined || !isDirty(open)) return shown;
  if (!(await save(open.id))) return null;
  return getDocument(open.id)?.baseHash ?? null;
}

function modelWords(models: Models, usable: readonly string[], { environment }: Prepared): string {
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

/** The server's messages per variable. */
function fieldsOf({ details }: ApiError): Record<string, string> {
  const fields = (details as { fields?: Record<string, unknown> } | null | undefined)?.fields ?? {};
  return Object.fromEntries(Object.entries(fields).map(([name, words]) => [name, String(words)]));
}
