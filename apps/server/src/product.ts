// The product as it names itself on the wire.
import packageJson from '../package.json' with { type: 'json' };

export const PRODUCT = { name: 'iterion', version: packageJson.version } as const;
