// What was built: set by the bundler.
declare const ITERION_VERSION: string | undefined;
declare const ITERION_COMMIT: string | undefined;

export const VERSION = typeof ITERION_VERSION === 'string' ? ITERION_VERSION : '0.0.0';
export const COMMIT = typeof ITERION_COMMIT === 'string' ? ITERION_COMMIT : 'source';
