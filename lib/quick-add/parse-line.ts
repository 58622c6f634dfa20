import type { Draft, LineContext } from './draft.ts';
import { loadParser } from './load-parser.ts';

/** Reads one line in the language of `locale` (a BCP 47 tag), loading that language first if need be. */
export async function parseLine(input: string, context: LineContext & { readonly locale: string }): Promise<Draft> {
  return (await loadParser(context.locale)).parse(input, context);
}
