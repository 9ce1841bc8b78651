// The card in place of a panel that has stopped (E-SHELL-12). Plain elements, here from the start: it must not need anything that could be missing.
import classes from './PanelFailure.module.css';
import { PlainButton } from './PlainButton.tsx';

interface Props {
  readonly name: string;
  readonly error: Error;
  readonly stack: string;
  readonly onReload: () => void;
  readonly onClose?: () => void;
}

export function PanelFailure({ name, error, stack, onReload, onClose }: Props) {
  const details = `${name}: ${error.name}: ${error.message}\n${error.stack ?? ''}\n${stack}`;
  return (
    <div className={classes['card']} role="alert" data-floating={onClose ? true : undefined}>
      <strong>{name} has stopped</strong>
      <span className={classes['message']}>{error.message}. Your text is safe; everything else goes on.</span>
      <div className={classes['buttons']}>
        <PlainButton look="primary" onClick={onReload}>
          Reload panel
        </PlainButton>
        <PlainButton look="default" onClick={() => void navigator.clipboard.writeText(details)}>
          Copy details
        </PlainButton>
        {onClose ? (
          <PlainButton look="default" onClick={onClose}>
            Close
          </PlainButton>
        ) : null}
      </div>
    </div>
  );
}
