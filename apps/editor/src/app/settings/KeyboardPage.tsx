import { KeyboardSettings } from './KeyboardSettings.tsx';
import { Toggle } from './rows.tsx';

/** Single keys as a whole, and the keys of each command. */
export function KeyboardPage() {
  return (
    <>
      <Toggle
        id="singleKeys"
        title="Single keys on the canvas"
        help="A to add, C to connect, and so on. Off: only keys held with Ctrl, Alt or the like act."
      />
      <KeyboardSettings />
    </>
  );
}
