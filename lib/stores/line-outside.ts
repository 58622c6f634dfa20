import type { LineCode } from '../ports/ports.ts';
import { quickAddLocale } from '../quick-add/quick-add-locale.ts';
import { itemOfReading } from './line-item.ts';
import { loadReading } from './line-reading.ts';

/** Reads lines that are written outside of our pages, in the browser's address bar, as the add line does: one's own language, then English. */
export const lineOutside: LineCode = {
  async read(line, { language, ...around }) {
    let reading: Awaited<ReturnType<LineCode['read']>> | undefined;
    for (const tag of new Set([quickAddLocale(language), 'en'])) {
      const read = (await loadReading(tag))(line, { ...around, dropped: new Set() });
      reading = { item: itemOfReading(read.reading), ...(read.reading.list && { list: read.reading.list.id }) };
      if (read.hasFound) break;
    }
    return reading ?? { item: { title: line.trim() } };
  },
};
