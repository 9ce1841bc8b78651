// In which form a text is written (E-INSP-03): quoted, raw or as a block. The form is kept when the text changes; here it is chosen.
import { ActionIcon, Menu } from '@mantine/core';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconQuote from '@tabler/icons-react/dist/esm/icons/IconQuote.mjs';
import { stringForms } from '@iterion/dsl';
import type { OtherForm } from '@iterion/dsl';
import { applyTextEdits } from '../document/store.ts';
import { useFormScope } from './formScope.tsx';
import type { WrittenProperty } from './reading.ts';

const words: { readonly [F in OtherForm['form']]: string } = {
  string: 'In quotes: "…"',
  raw: 'Raw: `…`',
  strip: 'As a block: |-',
  keep: 'As a block with its line end: |',
};

export function LiteralForm({ name, written }: { readonly name: string; readonly written: WrittenProperty }) {
  const { fileId, document, ref } = useFormScope();
  const forms = stringForms(document, { node: written.node, at: written.start - written.node.start });
  if (forms.length < 2) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={`How ${name} is written`} data-hint="How it is written">
          <IconQuote size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {forms.map(({ form, isPresent, edit }) => (
          <Menu.Item
            key={form}
            aria-current={isPresent || undefined}
            rightSection={isPresent ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() =>
              isPresent ||
              applyTextEdits(fileId, [edit], { label: `Write ${name} of ${ref.name} another way`, origin: 'form' })
            }
          >
            {words[form]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
