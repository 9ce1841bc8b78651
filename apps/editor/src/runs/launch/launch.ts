// Starting runs from the editor (E-RUN-05, E-RUN-06, E-RUN-08): simulate sends the buffer's text and needs nothing; run saves first.
import type { Json } from '@iterion/dsl';
import { ApiError, type LaunchRequest } from '@iterion/protocol';
import { goTo, runAddress } from '../../app/navigation.ts';
import { notify } from '../../app/notifications.tsx';
import { preferences } from '../../app/preferences.ts';
import { type OpenDocument, isWorkflowFile } from '../../document/model.ts';
import { getActiveDocument } from '../../document/store.ts';
import { api } from '../../server/api.ts';
import { lastValues } from './lastValues.ts';
import { typedValue } from './values.ts';

/** How long each simulated result takes, so that people can watch the way it goes. Milliseconds. */
const pacesMs = { slow: 1500, watch: 350, fast: 0 } as const;
export function simulationPaceMs(): number {
  return pacesMs[preferences().simulationPace];
}

/** Problems that keep a file from running; null when there are none. */
export function obstacle(document: OpenDocument | undefined): string | null {
  if (document === undefined || !isWorkflowFile(document)) return 'Open a workflow first';
  const errors = document.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  return errors === 0 ? null : `Mend the ${errors === 1 ? 'error' : `${errors} errors`} first: see Problems`;
}

/** Simulates the buffer with the values that were used last (E-RUN-06): nothing has to be saved, trusted or there. */
export async function simulate(document: OpenDocument): Promise<void> {
  const last = document.path === null ? null : lastValues(document.path);
  await launch({
    ...(document.path === null ? {} : { path: document.path }),
    text: document.text,
    ...(last === null ? {} : { vars: typedValues(document, last) }),
    simulate: { seed: '1', delayMs: simulationPaceMs() },
  });
}

/** Texts of an earlier form, as far as the variables are still declared and the texts still fit. */
function typedValues({ projection }: OpenDocument, texts: Readonly<Record<string, string>>): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const [item, view] of projection.items) {
    if (view.type !== 'declaration' || view.space !== 'var') continue;
    const name = item.slice(item.indexOf(':') + 1);
    const text = texts[name];
    if (text === undefined || text === '') continue;
    const typed = typedValue(view.data, text);
    if ('value' in typed) values[name] = typed.value;
  }
  return values;
}

/** Starts a run and shows it in the tab of its file (E-RUN-08); null when it started, else why not, which people are told. */
export async function launch(request: LaunchRequest): Promise<ApiError | null> {
  try {
    const { runId } = await api.call('runs.start', { body: request, idempotencyKey: crypto.randomUUID() });
    const node = selectedNode();
    goTo(runAddress(runId, node === undefined ? {} : { node }));
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify({
      kind: 'error',
      title: 'The run was not started',
      message: [error.message, error.remedy].filter(Boolean).join(' '),
    });
    return error;
  }
}

/** What is selected in the file stays selected in its run. */
function selectedNode(): string | undefined {
  const document = getActiveDocument();
  const primary = document?.selection.primary ?? null;
  const view = primary === null ? undefined : document?.projection.items.get(primary);
  return view?.type === 'node' ? view.name : undefined;
}
