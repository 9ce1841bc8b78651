import { NativeSelect } from '@mantine/core';
import { chooseTheme, themeChoices, themeTitles, useThemeChoice } from '../colorScheme.ts';
import { Choice, Row, Toggle } from './rows.tsx';

/** How things look. */
export function AppearancePage() {
  const choice = useThemeChoice((state) => state.choice);
  return (
    <>
      <Row title="Theme" help="High contrast also follows the system's wish for more contrast.">
        <NativeSelect
          aria-label="Theme"
          value={choice}
          data={themeChoices.map((value) => ({ value, label: themeTitles[value] }))}
          onChange={(event) => {
            const next = themeChoices.find((value) => value === event.currentTarget.value);
            if (next) chooseTheme(next);
          }}
        />
      </Row>
      <Choice
        id="density"
        title="Card density"
        help="How much a node's card says on the canvas."
        labels={{ compact: 'Compact', normal: 'Normal', detailed: 'Detailed' }}
      />
      <Toggle id="minimap" title="Minimap" help="A small map of the graph in the corner of the canvas." />
      <Toggle id="snap" title="Snap to the grid" help="Nodes that are dragged come to rest on a grid of 8 px." />
    </>
  );
}
