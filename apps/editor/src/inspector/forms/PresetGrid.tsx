// Presets as a grid (E-INSP-20): variables down, presets across, each cell a literal of the variable's type; an empty one is not set there.
import type { CompiledGraph, Preset, Var } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
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
  readonly current: string;
}

export function PresetGrid({ fileId, graph, current }: Props) {
  return (
    <Section kind="preset" title="Presets" count={graph.presets.length}>
      {graph.vars.length === 0 && <p className={inspector.note}>The file has no variables to set yet.</p>}
      {graph.presets.length > 0 && graph.vars.length > 0 && (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label="Variables and presets">
          <table className={inspector.grid}>
            <thead>
              <tr>
                <th scope="col">Variable</th>
                {graph.presets.map((preset) => (
                  <th key={preset.name} scope="col" data-current={preset.name === current || undefined}>
                    {preset.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {graph.vars.map((variable) => (
                <tr key={variable.name}>
                  <th scope="row">{variable.name}</th>
                  {graph.presets.map((preset) => (
                    <td key={preset.name}>
                      <Cell fileId={fileId} preset={preset} variable={variable} />
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

function Cell({
  fileId,
  preset,
  variable,
}: {
  readonly fileId: FileId;
  readonly preset: Preset;
  readonly variable: Var;
}) {
  const block = { block: 'preset', preset: preset.name } as const;
  const { name: key } = variable;
  return (
    <LiteralField
      label={`${key} in ${preset.name}`}
      type={variable.type}
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
