// Every command with its keys, by category, generated from the registry (E-CMD-01).
import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { KeyHint } from '../ui/KeyHint.tsx';
import { type Command, commands, keysOf } from './commands.ts';
import classes from './KeyboardHelp.module.css';

export function KeyboardHelp({ close }: { readonly close: () => void }) {
  const [word, setWord] = useState('');
  const wanted = word.trim().toLowerCase();
  const shown = commands.filter(
    (command) =>
      keysOf(command).length > 0 &&
      `${command.title} ${command.category} ${keysOf(command).join(' ')}`.toLowerCase().includes(wanted),
  );
  const categories = [...new Set(shown.map((command) => command.category))];
  return (
    <Modal opened onClose={close} title="Keyboard" size="xl">
      <TextInput
        aria-label="Search keys"
        placeholder="Search"
        data-autofocus
        value={word}
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      <div className={classes['columns']}>
        {categories.map((category) => (
          <Category
            key={category}
            title={category}
            commands={shown.filter((command) => command.category === category)}
          />
        ))}
      </div>
    </Modal>
  );
}

function Category({ title, commands: list }: { readonly title: string; readonly commands: readonly Command[] }) {
  return (
    <section className={classes['category']}>
      <h3>{title}</h3>
      <dl>
        {list.map((command) => (
          <div key={command.id} className={classes['row']}>
            <dt>{command.title}</dt>
            <dd>
              <KeyHint keys={keysOf(command)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
