// A crash inside one panel stays in that panel (E-SHELL-12): the card offers to reload it and to copy what happened.
import { Button, Group, Text } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import classes from './PanelBoundary.module.css';

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
    const details = `${this.props.name}: ${error.name}: ${error.message}\n${error.stack ?? ''}\n${stack}`;
    return (
      <div className={classes['card']} role="alert">
        <Text fw={600}>{this.props.name} has stopped</Text>
        <Text size="sm" c="dimmed">
          {error.message}. Your text is safe; the other panels go on.
        </Text>
        <Group gap={8}>
          <Button onClick={() => this.setState({ error: null, stack: '' })}>Reload panel</Button>
          <Button variant="default" onClick={() => void navigator.clipboard.writeText(details)}>
            Copy details
          </Button>
        </Group>
      </div>
    );
  }
}
