// A crash inside one panel stays in that panel (E-SHELL-12): the card offers to reload it and to copy what happened.
import { Component, type ErrorInfo, type ReactNode, Suspense, lazy } from 'react';

const PanelFailure = lazy(async () => ({ default: (await import('./PanelFailure.tsx')).PanelFailure }));

interface Props {
  /** What the panel is called, for the card. */
  readonly name: string;
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
    if (!error) return this.props.children;
    return (
      <Suspense fallback={null}>
        <PanelFailure
          name={this.props.name}
          error={error}
          stack={stack}
          onReload={() => this.setState({ error: null, stack: '' })}
        />
      </Suspense>
    );
  }
}
