// Which workflow of a file with several is shown and edited (E-CANVAS-32). More than one is an error; its problem offers to remove the others.
import { Select } from '@mantine/core';
import type { FileId } from '../document/model.ts';
import { setWorkflow } from '../document/analysis.ts';

export function WorkflowSwitch({
  fileId,
  names,
  at,
}: {
  readonly fileId: FileId;
  /** In the order of the text. */
  readonly names: readonly string[];
  readonly at: number;
}) {
  return (
    <Select
      aria-label="Workflow shown"
      title="This file has several workflows; only the first is ever run"
      w={160}
      data={names.map((name, index) => ({ value: String(index), label: name }))}
      value={String(at)}
      allowDeselect={false}
      onChange={(value) => setWorkflow(fileId, Number(value))}
    />
  );
}
