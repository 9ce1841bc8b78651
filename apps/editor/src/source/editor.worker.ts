// Monaco's one worker: differences and word lists off the main thread.
import 'monaco-editor/editor/editor.worker.js';
