// What the palette can be asked for, and the runs it can go to (E-SHELL-09).

export type PaletteMode = 'commands' | 'files' | 'symbols' | 'runs';

export interface RunName {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}
