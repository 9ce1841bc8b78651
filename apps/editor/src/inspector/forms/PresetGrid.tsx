// Presets as a grid (E-INSP-20): variables down, presets across, each cell a literal of the variable's type; an empty one is not set there.
import { ActionIcon } from '@mantine/core';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import type { CompiledGraph, Preset, Type } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
import { idOf } from '../../document/projection.ts';
import { select, useGraph } from '../../document/store.ts';
import { LiteralField } from '../controls/LiteralField.tsx';
import { NewKey } from '../controls/lists.tsx';
import { commitOperation } from '../formScope.tsx';
import inspector from '../Inspector.module.css';
import { Section } from '../Section.tsx';
import styles from './variables.module.css';

interface Props {
  readonly fileId: FileId;
  readonly graph: CompiledGraph;
  /** The preset that was chosen. */
  readonly current?: string;
}

/** The variables, then what presets set and nothing declares: it is not left out. */
function rowsOf({ vars, presets }: CompiledGraph): readonly { readonly name: string; readonly type?: Type }[] {
  const declared = new Set(vars.map(({ name }) => name));
  const stray = new Set(presets.flatMap(({ values }) => Object.keys(values)).filter((name) => !declared.has(name)));
  return [...vars, ...[...stray].map((name) => ({ name }))];
}

export function PresetGrid({ fileId, graph, current }: Props) {
  const projection = useGraph(fileId);
  const show = (name: string): void => {
    const id = idOf(projection, 'preset', name);
    if (id) select(fileId, [id]);
  };
  const remove = (key: string): string | null =>
    commitOperation(fileId, { op: 'removeMember', block: { block: 'presets' }, key }, `Remove preset ${key}`);
  return (
    <Section kind="preset" title="Presets" count={graph.presets.length}>
      {rowsOf(graph).length === 0 && <p className={inspector.note}>The file has no variables to set yet.</p>}
      {graph.presets.length > 0 && rowsOf(graph).length > 0 && (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label="Variables and presets">
          <table className={inspector.grid}>
            <thead>
              <tr>
                <th scope="col">Variable</th>
                {graph.presets.map((preset) => (
                  <th key={preset.name} scope="col" data-current={preset.name === current || undefined}>
                    <span className={styles.head}>
                      <button type="button" className={inspector.link} onClick={() => show(preset.name)}>
                        {preset.name}
                      </button>
                      <ActionIcon
                        size={24}
                        aria-label={`Remove preset ${preset.name}`}
                        onClick={() => remove(preset.name)}
                      >
                        <IconX size={14} aria-hidden />
                      </ActionIcon>
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rowsOf(graph).map((row) => (
                <tr key={row.name}>
                  <th scope="row">
                    {row.name}
                    {row.type === undefined && <div className={inspector.note}>no such variable</div>}
                  </th>
                  {graph.presets.map((preset) => (
                    <td key={preset.name}>
                      <Cell fileId={fileId} preset={preset} name={row.name} type={row.type ?? 'json'} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <NewKey
        label="New preset"
        onAdd={(key) =>
          commitOperation(fileId, { op: 'setMember', block: { block: 'presets' }, key, parts: {} }, `New preset ${key}`)
        }
      />
    </Section>
  );
}

interface CellProps {
  readonly fileId: FileId;
  readonly preset: Preset;
  readonly name: string;
  readonly type: Type;
}
function Cell({ fileId, preset, name: key, type }: CellProps) {
  const block = { block: 'preset', preset: preset.name } as const;
  return (
    <LiteralField
      label={`${key} in ${preset.name}`}
      type={type}
      value={preset.values[key]}
      placeholder="not set"
      onSet={(value) =>
        value === undefined
          ? commitOperation(fileId, { op: 'removeMember', block, key }, `Remove ${key} from ${preset.name}`)
          : commitOperation(
              fileId,
              { op: 'setMember', block, key, parts: { value } },
              `Set ${key} in ${preset.name}`,
              `${preset.name} ${key}`,
            )
      }
    />
  );
}
