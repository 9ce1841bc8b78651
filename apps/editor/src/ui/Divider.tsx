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
      aria-label={label}
      disableDoubleClick
      onDoubleClick={onCollapse}
    />
  );
}
