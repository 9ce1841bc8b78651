// A reference to a schema, prompt or node (E-INSP-03): picker with search, New, Edit; a missing target stays as it is written, as an error.
// A prompt shows its first lines, a schema its fields.
import { ActionIcon, Select, Tooltip } from '@mantine/core';
import IconArrowUpRight from '@tabler/icons-react/dist/esm/icons/IconArrowUpRight.mjs';
import IconArrowsDiagonal from '@tabler/icons-react/dist/esm/icons/IconArrowsDiagonal.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import type { EditOperation } from '@iterion/dsl';
import { expandPrompt } from '../../app/expandedPrompt.ts';
import { numbered } from '../../canvas/actions/names.ts';
import { idOf } from '../../document/projection.ts';
import { select } from '../../document/store.ts';
import { commitOperation, useFormScope } from '../formScope.tsx';
import type { FormScope } from '../formScope.tsx';
import { PromptBody } from '../prompt/PromptBody.tsx';
import { asText } from './control.ts';
import type { ControlProps } from './control.ts';
import styles from './controls.module.css';

type Target = 'schema' | 'prompt' | 'node';

export function ReferenceControl(props: ControlProps) {
  const scope = useFormScope();
  const { value } = props.row;
  const refers: Target = value.kind === 'name' && value.refers !== 'artifact' ? value.refers : 'node';
  const chosen = props.value === undefined ? null : asText(props.value);
  const names = namesOf(refers, scope);
  const missing = chosen !== null && !names.includes(chosen);
  const target = chosen === null ? undefined : idOf(scope.projection, refers, chosen);
  return (
    <div className={styles.reference}>
      <div className={styles.withButtons}>
        <Select
          id={props.inputId}
          aria-describedby={props.describedBy}
          className={styles.grow}
          searchable
          clearable
          data={missing ? [...names, chosen] : names}
          value={chosen}
          error={missing || props.invalid}
          placeholder={props.placeholder === '' ? 'none' : props.placeholder}
          nothingFoundMessage={`No ${refers} has this name`}
          onChange={(name) => (name === null ? props.unset() : props.commit(name))}
        />
        {refers !== 'node' && (chosen === null || missing) && (
          <Tooltip label={missing ? `Create ${refers} ${chosen}` : `New ${refers}`}>
            <ActionIcon
              aria-label={missing ? `Create ${refers} ${chosen}` : `New ${refers}`}
              onClick={() => create(scope, props, refers, missing ? chosen : null)}
            >
              <IconPlus size={16} />
            </ActionIcon>
          </Tooltip>
        )}
        {target !== undefined && refers === 'prompt' && (
          <Tooltip label={`Edit ${chosen} in full size`}>
            <ActionIcon aria-label={`Edit ${chosen} in full size`} onClick={() => expandPrompt(scope.fileId, target)}>
              <IconArrowsDiagonal size={16} />
            </ActionIcon>
          </Tooltip>
        )}
        {target !== undefined && (
          <Tooltip label={`Go to ${chosen}`}>
            <ActionIcon aria-label={`Go to ${refers} ${chosen}`} onClick={() => select(scope.fileId, [target])}>
              <IconArrowUpRight size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {refers === 'schema' && chosen !== null && !missing && <FieldsPreview scope={scope} schema={chosen} />}
      {refers === 'prompt' && chosen !== null && !missing && <PromptBody fileId={scope.fileId} name={chosen} compact />}
    </div>
  );
}

function namesOf(refers: Target, { graph }: FormScope): string[] {
  if (refers === 'schema') return graph.schemas.map((schema) => schema.name);
  if (refers === 'prompt') return graph.prompts.map((prompt) => prompt.name);
  return graph.nodes.filter((node) => node.kind !== 'done' && node.kind !== 'fail').map((node) => node.id);
}

function FieldsPreview({ scope, schema }: { readonly scope: FormScope; readonly schema: string }) {
  const fields = scope.graph.schemas.find((candidate) => candidate.name === schema)?.fields ?? [];
  return (
    <div className={styles.fields}>
      {fields.map((field) => (
        <span key={field.name} className={styles.fieldChip}>
          {field.name}
          <span>{field.enum ? field.enum.join(' | ') : field.type}</span>
        </span>
      ))}
      {fields.length === 0 && <span className={styles.hint}>no fields</span>}
    </div>
  );
}

/** A new schema or prompt for this slot, as one step with the reference to it. */
function create(scope: FormScope, props: ControlProps, refers: Target, wanted: string | null): void {
  const slot = props.path.at(-1) ?? refers;
  const base = `${scope.ref.name}_${slot}`;
  const taken = new Set(namesOf(refers, scope));
  const name = wanted ?? (taken.has(base) ? numbered(base, taken) : base);
  const declare: EditOperation[] =
    refers === 'schema'
      ? [
          { op: 'addDeclaration', kind: 'schema', name },
          { op: 'setMember', block: { block: 'fields', schema: name }, key: 'result', parts: { type: 'string' } },
        ]
      : [{ op: 'addDeclaration', kind: 'prompt', name, body: 'Say what to do.' }];
  const operations: EditOperation[] = [
    ...declare,
    ...(wanted === null
      ? [scope.ref, ...scope.others.map(({ ref }) => ref)].map((ref) => ({
          op: 'setProperty' as const,
          target: { ...ref, path: props.path },
          value: name,
        }))
      : []),
  ];
  commitOperation(scope.fileId, { op: 'batch', operations }, `New ${refers} ${name}`);
}
