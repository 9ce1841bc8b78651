// What the file may do on this machine, read from its text alone (E-RUN-07, S-SEC-10); on a change the difference comes first.
import { Text } from '@mantine/core';
import type { TrustState } from '@iterion/protocol';
import { type Power, type PowerPlace, powersOf } from './powers.ts';
import classes from './LaunchDialog.module.css';

const HEADING = {
  trusted: 'You trust this file to do this:',
  changed: 'This has changed since you trusted the file:',
  untrusted: 'This file has not run here before. It may do this:',
} as const satisfies { readonly [S in TrustState['state']]: string };

export function TrustReview({
  trust,
  onPlace,
}: {
  readonly trust: TrustState;
  /** Shows the place in the file. */
  readonly onPlace: (place: PowerPlace) => void;
}) {
  const powers = powersOf(trust);
  if (powers.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Runs no command and writes nothing.
      </Text>
    );
  return (
    <>
      <Text size="sm">{HEADING[trust.state]}</Text>
      <ul className={classes['powers']}>
        {powers.map((power) => (
          <PowerRow key={`${power.change} ${power.what} ${power.text}`} power={power} onPlace={onPlace} />
        ))}
      </ul>
    </>
  );
}

const CHANGE = { none: '', added: 'new: ', removed: 'no longer: ' } as const;

function PowerRow({ power, onPlace }: { readonly power: Power; readonly onPlace: (place: PowerPlace) => void }) {
  return (
    <li data-change={power.change}>
      <span>
        {CHANGE[power.change]}
        {power.what}
      </span>
      <code>{power.text}</code>
      <span className={classes['lines']}>
        {power.places.map((place) => (
          <button key={place.line} type="button" onClick={() => onPlace(place)}>
            line {place.line}
          </button>
        ))}
      </span>
    </li>
  );
}
