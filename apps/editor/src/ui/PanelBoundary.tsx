// A crash inside one panel stays in that panel (E-SHELL-12): the card offers to reload it and to copy what happened.
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { PanelFailure } from './PanelFailure.tsx';
import { forgetFailedParts } from './lazyPart.tsx';

interface Props {
  /** What the panel is called, for the card. */
  readonly name: string;
  /** For what lies over the screen: closes it. */
  readonly onClose?: () => void;
  readonly children: ReactNode;
}
interface State {
  readonly error: Error | null;
  readonly stack: string;
}

export class PanelBoundary extends Component<Props, State> {
  override state: State = { error: null, stack: '' };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
  override componentDidCatch(_: unknown, info: ErrorInfo): void {
    this.setState({ stack: info.componentStack ?? '' });
  }

  override render(): ReactNode {
    const { error, stack } = this.state;
    const { name, onClose, children } = this.props;
    if (!error) return children;
    return (
      <PanelFailure
        name={name}
        error={error}
        stack={stack}
        onReload={() => {
          forgetFailedParts();
          this.setState({ error: null, stack: '' });
        }}
        {...(onClose ? { onClose } : {})}
      />
    );
  }
}
