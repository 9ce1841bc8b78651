// Commands that the inspector answers.
import type { Prompt } from '@iterion/dsl';
import { registerCommands } from '../app/commands.ts';
import { collapsePrompt, expandedPrompt, expandPrompt } from '../app/expandedPrompt.ts';
import type { ItemId, OpenDocument } from '../document/model.ts';
import { idOf } from '../document/projection.ts';
import { setPreferences } from '../app/preferences.ts';
import { focusWhenThere } from '../app/regions.ts';
import { describable } from './description.ts';
import { openSection } from './openSections.ts';

/** The prompt that is selected, or the first one that the selected node uses. */
function promptOf(document: OpenDocument | null | undefined): ItemId | undefined {
  const id = document?.selection.primary;
  const view = id && document?.projection.items.get(id);
  if (!document || !view) return undefined;
  if (view.type === 'declaration') return view.space === 'prompt' ? view.id : undefined;
  const prompts = document.graph?.prompts.filter(({ usedBy }) => usedBy.some(({ node }) => node === view.name)) ?? [];
  const slots = ['user', 'system', 'instructions'];
  const rank = (slot: string | undefined): number =>
    slots.includes(slot ?? '') ? slots.indexOf(slot ?? '') : slots.length;
  const slotOf = (prompt: Prompt) => prompt.usedBy.find(({ node }) => node === view.name)?.slot;
  const [first] = prompts.toSorted((a, b) => rank(slotOf(a)) - rank(slotOf(b)));
  return first && idOf(document.projection, 'prompt', first.name);
}

/** The form that has the focus, else the inspector. */
function presentForm(): Element | null {
  return (
    document.activeElement?.closest('[data-zone~="form"], form') ?? document.querySelector('[data-region="inspector"]')
  );
}
function wrongFields(): HTMLElement[] {
  return [...(presentForm()?.querySelectorAll<HTMLElement>('[aria-invalid="true"]') ?? [])];
}
function presentReset(): HTMLElement | null {
  return document.activeElement?.closest('[data-property]')?.querySelector('[data-reset]') ?? null;
}

export function registerInspectorCommands(): void {
  registerCommands({
    'node.description': {
      run: () =>
        focusWhenThere(
          () => document.querySelector<HTMLElement>('[data-region="inspector"] textarea[data-description]'),
          () => setPreferences({ inspector: true }),
        ),
      enabled: ({ document: open }) => {
        const view = open?.selection.primary && open.projection.items.get(open.selection.primary);
        return (view && describable(view) !== undefined) || 'Select something that can have a comment';
      },
    },
    'form.nextError': {
      run: () => {
        const wrong = wrongFields();
        const here = document.activeElement;
        const next = wrong.find(
          (field) => here && here.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING && field !== here,
        );
        (next ?? wrong[0])?.focus();
      },
      enabled: () => wrongFields().length > 0 || 'No field has an error',
    },
    'form.reset': {
      run: () => presentReset()?.click(),
      enabled: () => presentReset() !== null || 'Nothing is set in this field',
    },
    'prompt.expand': {
      run: ({ document }) => {
        const item = promptOf(document);
        if (expandedPrompt() !== null) collapsePrompt();
        else if (document && item) expandPrompt(document.id, item);
      },
      enabled: ({ document }) =>
        expandedPrompt() !== null || promptOf(document) !== undefined || 'Select a prompt, or a node that has one',
    },
    'node.runs': {
      run: () => {
        setPreferences({ inspector: true });
        openSection('node', 'Runs of this node');
        // The inspector may only now come onto the screen.
        requestAnimationFrame(() => {
          const section = document.getElementById('node-runs');
          section?.scrollIntoView({ block: 'start' });
          section?.querySelector('button')?.focus({ preventScroll: true });
        });
      },
    },
  });
}
