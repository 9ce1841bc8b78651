// The line between two panels: drag or arrow keys resize, double-click collapses (E-SHELL-04).
import { Separator } from 'react-resizable-panels';
import classes from './Divider.module.css';

interface Props {
  readonly label: string;
  readonly horizontal?: boolean;
  readonly onCollapse?: () => void;
}

export function Divider({ label, horizontal = false, onCollapse }: Props) {
  return (
    <Separator
      className={classes['divider']}
      data-way={horizontal ? 'horizontal' : 'vertical'}
      // The name is in the title: a name in `aria-label` would count as content outside of every landmark.
      title={onCollapse ? `${label} (double-click closes)` : label}
      disableDoubleClick
      onDoubleClick={onCollapse}
    />
  );
}
