import type { Catalogue } from '../lib/stores/i18n.ts';
export const es = {} as Catalogue;
