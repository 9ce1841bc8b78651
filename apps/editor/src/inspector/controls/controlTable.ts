// Every control by its id. `Record` makes the table complete: a control without a component does not compile (E-INSP-02).
import type { ComponentType } from 'react';
import { BlockControl } from './BlockControl.tsx';
import { CodeControl } from './CodeControl.tsx';
import type { ControlId, ControlProps } from './control.ts';
import { ChipsControl, MapControl, RowsControl } from './lists.tsx';
import { MembersControl } from './MembersControl.tsx';
import { ReferenceControl } from './ReferenceControl.tsx';
import { BackendControl, ModelControl, ProviderControl } from './machineControls.tsx';
import { NumberControl } from './NumberControl.tsx';
import { DurationControl } from './suggested.tsx';
import { TextControl } from './texts.tsx';
import { EffortControl, SegmentsControl, SelectControl, SwitchControl } from './words.tsx';

export const controls: { readonly [Id in ControlId]: ComponentType<ControlProps> } = {
  segments: SegmentsControl,
  select: SelectControl,
  effort: EffortControl,
  reference: ReferenceControl,
  model: ModelControl,
  backend: BackendControl,
  provider: ProviderControl,
  duration: DurationControl,
  code: CodeControl,
  text: TextControl,
  number: NumberControl,
  switch: SwitchControl,
  chips: ChipsControl,
  rows: RowsControl,
  map: MapControl,
  block: BlockControl,
  members: MembersControl,
};
