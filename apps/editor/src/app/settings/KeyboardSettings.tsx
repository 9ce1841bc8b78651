// Keys of commands, changed by pressing them (E-CMD-05, E-SHELL-16): each row lists its keys, says which other command has the same one,
// and can go back to the table's.
import { Button, TextInput } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconRestore from '@tabler/icons-react/dist/esm/icons/IconRestore.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useCallback, useState } from 'react';
import { PlainButton } from '../../ui/PlainButton.tsx';
import { announce } from '../announce.tsx';
import { showChord } from '../chords.ts';
import { type Command, commands, keysOf, platform } from '../commands.ts';
import { type Clash, clashesOf } from '../keyClashes.ts';
import { exportKeys, pickKeymap } from './keymapFile.ts';
import { bindingsOf, ownKeys, resetAllKeys, resetKeys, setKeys, useKeymap } from '../keymap.ts';
import { refusalOf, useKeyRecording } from './keyRecording.ts';
import classes from './KeyboardSettings.module.css';

const nowOf = (command: Command) => ownKeys()[command.id] ?? command.keys[platform];

export function KeyboardSettings() {
  const own = useKeymap();
  const [word, setWord] = useState('');
  const wanted = word.trim().toLowerCase();
  const shown = commands.filter((command) =>
    `${command.title} ${command.category} ${keysOf(command).join(' ')}`.toLowerCase().includes(wanted),
  );
  const isChanged = Object.keys(own).length > 0;
  return (
    <section aria-labelledby="keys-of-commands">
      <div className={classes['head']}>
        <h2 id="keys-of-commands">Keys of commands</h2>
        <TextInput
          aria-label="Search commands"
          placeholder="Search by name or key"
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        <Button variant="default" onClick={pickKeymap}>
          Import…
        </Button>
        <Button variant="default" disabled={!isChanged} onClick={exportKeys}>
          Export
        </Button>
        <Button variant="default" disabled={!isChanged} onClick={resetAllKeys}>
          Reset all
        </Button>
      </div>
      <ul className={classes['list']}>
        {shown.map((command) => (
          <CommandRow key={command.id} command={command} changed={own[command.id] !== undefined} />
        ))}
      </ul>
      {shown.length === 0 ? <p className={classes['none']}>No command matches.</p> : null}
    </section>
  );
}

function CommandRow({ command, changed }: { readonly command: Command; readonly changed: boolean }) {
  const [refused, setRefused] = useState<string | null>(null);
  const answer = useCallback(
    (chord: string) => {
      const why = refusalOf(command, chord);
      setRefused(why);
      announce(why ?? `${command.title}: ${showChord(chord, platform)}`);
      const before = nowOf(command);
      if (why === null && !before.some((binding) => binding.chord === chord))
        setKeys(command.id, [...before, { chord }]);
    },
    [command],
  );
  const recording = useKeyRecording(answer);
  const bindings = nowOf(command);
  return (
    <li className={classes['row']} data-changed={changed || undefined}>
      <span className={classes['title']}>
        {command.title}
        <span className={classes['category']}>{command.category}</span>
      </span>
      <span className={classes['keys']}>
        {bindings.map((binding, index) => (
          <button
            key={`${binding.chord} ${binding.only ?? ''}`}
            type="button"
            className={classes['key']}
            aria-label={`Take ${showChord(binding.chord, platform)} from ${command.title}`}
            onClick={() =>
              setKeys(
                command.id,
                bindings.filter((_, at) => at !== index),
              )
            }
          >
            <kbd>{showChord(binding.chord, platform)}</kbd>
            {binding.only === undefined ? null : <span className={classes['only']}>{limitWords[binding.only]}</span>}
            <IconX size={12} stroke={2} aria-hidden />
          </button>
        ))}
        {recording.active ? (
          <button type="button" className={classes['recording']} autoFocus onBlur={recording.cancel}>
            Press the keys, Esc to cancel
          </button>
        ) : (
          <PlainButton
            look="icon"
            aria-label={`Add a key to ${command.title}`}
            data-hint="Add a key"
            onClick={() => {
              setRefused(null);
              recording.start();
            }}
          >
            <IconPlus size={14} stroke={1.75} aria-hidden />
          </PlainButton>
        )}
        {changed ? (
          <PlainButton
            look="icon"
            aria-label={`Reset the keys of ${command.title}`}
            data-hint="Reset"
            onClick={() => {
              setRefused(null);
              resetKeys(command.id);
            }}
          >
            <IconRestore size={14} stroke={1.75} aria-hidden />
          </PlainButton>
        ) : null}
      </span>
      {refused === null ? null : <span className={classes['note']}>{refused}</span>}
      {clashesOf(command, commands, (each) => bindingsOf(each, platform)).map((clash) => (
        <ClashNote key={`${clash.chord} ${clash.with.id}`} clash={clash} />
      ))}
    </li>
  );
}
const limitWords = { canvas: 'canvas', down: 'flow down', right: 'flow right' } as const;

function ClashNote({ clash }: { readonly clash: Clash }) {
  const { chord, with: other } = clash;
  return (
    <span className={classes['note']}>
      {showChord(chord, platform)} is also the key of “{other.title}”.
      <button
        type="button"
        className={classes['take']}
        onClick={() =>
          setKeys(
            other.id,
            nowOf(other).filter((binding) => binding.chord !== chord),
          )
        }
      >
        Take it away there
      </button>
    </span>
  );
}
