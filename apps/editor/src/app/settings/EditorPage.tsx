import { Choice, Toggle } from './rows.tsx';

/** How editing, the source view and what is spoken behave. */
export function EditorPage() {
  return (
    <>
      <Choice
        id="autosave"
        title="Autosave"
        help="Unsaved changes survive a reload in any case."
        labels={{ off: 'Off', focus: 'When the focus leaves', delay: 'Two seconds after a change' }}
      />
      <Toggle
        id="formatOnSave"
        title="Format on save"
        help="When you save yourself, and only while the text has no errors."
      />
      <Toggle id="wordWrap" title="Wrap long lines" help="In the source view." />
      <Toggle
        id="inlayHints"
        title="Hints in the text"
        help="Shows the backend a node takes from elsewhere, and the bound of a loop on edges that do not say it."
      />
      <Toggle
        id="followSelection"
        title="Text follows the graph"
        help="Selecting in the graph or the outline scrolls the text there."
      />
      <Toggle
        id="followCaret"
        title="Graph follows the text"
        help="What the caret stands in is selected and brought into view."
      />
      <Toggle
        id="screenReader"
        title="Screen reader mode"
        help="Every node can be read at any zoom, the graph does not glide, and the source view speaks its lines."
      />
      <Choice
        id="announcements"
        title="Announcements"
        help="What a screen reader hears of changes that happen away from the focus. Errors are always told."
        labels={{ all: 'Everything, runs as well', acts: 'What I did', off: 'Nothing' }}
      />
    </>
  );
}
