import packageJson from '../package.json' with { type: 'json' };

/** How requests name their sender. */
export const userAgent: string = `iinked-sign/${packageJson.version}`;
