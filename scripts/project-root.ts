import { dirname } from 'node:path';

/** Absolute path of the folder that holds package.json. */
export const projectRoot = dirname(import.meta.dirname);
