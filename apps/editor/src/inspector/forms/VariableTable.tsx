// All variables of the file (E-INSP-20): name, type, default, where each is declared, how often it is used; pairs that override each other
// lead to each other.
import { ActionIcon } from '@mantine/core';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { occurrences } from '@iterion/dsl';
import type { Document, Var } from '@iterion/dsl';
import { reveal } from '../../app/reveal.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { idOf } from '../../document/projection.ts';
import { select, useDocumentPart, useGraph } from '../../document/store.ts';
import { NewKey } from '../controls/lists.tsx';
import { commitOperation } from '../formScope.tsx';
import inspector from '../Inspector.module.css';
import { Section } from '../Section.tsx';
import { removeDeclaration } from '../references/removeDeclaration.ts';
import { usagesOf } from '../references/usages.ts';
import { shortJson } from '../values/lastValue.ts';
import { literalOfVar } from './VariableForms.tsx';
import styles from './variables.module.css';

interface Props {
  readonly fileId: FileId;
  /** The one that is shown above. */
  readonly current?: ItemId;
}

export function VariableTable({ fileId, current }: Props) {
  const projection = useGraph(fileId);
  const graph = useDocumentPart(fileId, (open) => open.graph);
  const document = useDocumentPart(fileId, (open) => open.document);
  if (!graph || !document) return null;
  return (
    <Section kind="var" title="All variables" count={graph.vars.length}>
      {graph.vars.length > 0 && (
        <table className={inspector.grid}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Type</th>
              <th scope="col">Default</th>
              <th scope="col">Scope</th>
              <th scope="col">Used</th>
              <td aria-hidden />
            </tr>
          </thead>
          <tbody>
            {graph.vars.map((variable) => {
              const id = idOf(projection, 'var', variable.name);
              return (
                <tr key={variable.name} data-current={(id !== undefined && id === current) || undefined}>
                  <td>
                    <button type="button" className={inspector.link} onClick={() => id && select(fileId, [id])}>
                      {variable.name}
                    </button>
                  </td>
                  <td>{variable.type}</td>
                  <td className={styles.default}>{defaultWords(variable)}</td>
                  <td>
                    {variable.scope} <Overridden fileId={fileId} document={document} variable={variable} />
                  </td>
                  <td className={styles.number}>
                    {usagesOf(document, { space: 'variable', name: variable.name }).length}×
                  </td>
                  <td className={styles.remove}>
                    <ActionIcon
                      size={24}
                      aria-label={`Remove ${variable.name}`}
                      onClick={() => id && void removeDeclaration(fileId, id)}
                    >
                      <IconX size={14} aria-hidden />
                    </ActionIcon>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <NewKey
        label="New variable"
        onAdd={(key) =>
          commitOperation(
            fileId,
            { op: 'setMember', block: { block: 'vars' }, key, parts: { type: 'string' } },
            `New variable ${key}`,
          )
        }
      />
    </Section>
  );
}

function defaultWords(variable: Var): string {
  const value = literalOfVar(variable.default);
  return value === undefined ? 'asked for' : shortJson(value, 24);
}

/** The declaration that does not count, beside the one that does. */
function Overridden({
  fileId,
  document,
  variable,
}: {
  readonly fileId: FileId;
  readonly document: Document;
  readonly variable: Var;
}) {
  const { start, end } = variable.nameRange;
  const other = occurrences(document).find(
    (each) =>
      each.space === 'variable' &&
      each.role === 'declaration' &&
      each.name === variable.name &&
      (each.end <= start.offset || each.start >= end.offset),
  );
  if (!other) return null;
  return (
    <button
      type="button"
      className={inspector.link}
      data-hint="Show the declaration that it overrides"
      onClick={() => reveal({ fileId, range: other, focus: 'source' })}
    >
      overrides
    </button>
  );
}
