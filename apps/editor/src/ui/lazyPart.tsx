// A part of the screen whose code is loaded when it is first shown. React's `lazy` remembers a load that failed for ever; here *Reload panel*
// tries it again, since the server may only have been away for a moment (E-SHELL-12).
import { type ComponentType, createElement, lazy } from 'react';

const failed = new Set<() => void>();

/** Parts that could not be loaded are asked for anew when they are next shown. */
export function forgetFailedParts(): void {
  for (const again of failed) again();
  failed.clear();
}

export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const begin = () =>
    lazy(async () => {
      try {
        return { default: await load() };
      } catch (error) {
        failed.add(() => {
          part = begin();
        });
        throw error;
      }
    });
  let part = begin();
  return (props: P) => createElement(part as unknown as ComponentType<P>, props);
}
