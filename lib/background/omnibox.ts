import type { Clock, LineCode, OmniboxSuggestion } from '../ports/ports.ts';
import type { NewItem } from '../protocol/commands.ts';
import type { Suggestion } from '../protocol/entry-commands.ts';
import { type ItemId, type ListId, newId } from '../protocol/ids.ts';
import type { RowOf } from '../protocol/queries.ts';
import { hasTab, type ListRow, MAX_LINE_LENGTH, type Quantity } from '../protocol/values.ts';
import type { FamilyHost } from './family-host.ts';
import type { SettingsStore } from './settings-store.ts';
import { workerTexts } from './worker-texts.ts';

/** The browser shows about this many lines. */
const MAX_KNOWN = 5;

/** Lines written in the address bar after the keyword `fam`. */
export interface Omnibox {
  /**
   * What Enter would do with the line: the entry as it will be, and its list; then lines with what the family has added before. Empty where there is
   * nothing to add.
   */
  describe(line: string): Promise<OmniboxSuggestion[]>;
  /** The line as an entry of the list that it names, or of the first one. Null where there is nothing to add, or no family. */
  read(line: string): Promise<{ list: ListId; item: NewItem } | null>;
}

/** `loadLineCode` may fail (then a line is its text); `language`: the browser's, BCP 47; `zone`: that of the device. */
export function createOmnibox(deps: {
  clock: Clock;
  language: string;
  zone(): string;
  family: FamilyHost;
  settings: SettingsStore;
  loadLineCode(): Promise<LineCode>;
}): Omnibox {
  const { family, settings } = deps;

  /** The rows of a query at this moment. */
  function rowsOf<Q extends { type: 'lists' } | { type: 'members' }>(query: Q): RowOf<Q['type']>[] {
    let rows: RowOf<Q['type']>[] = [];
    family.current?.document.watch(query, { snapshot: (all) => (rows = all as never), patch: () => {} })();
    return rows;
  }

  async function readLine(text: string) {
    const line = text.trim();
    if (line === '' || line.length > MAX_LINE_LENGTH) return null;
    const lists = rowsOf({ type: 'lists' })
      .filter(hasTab)
      .sort((a, b) => (a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1));
    const [first] = lists;
    if (first === undefined) return null;
    const members = rowsOf({ type: 'members' }).filter(({ isRemoved }) => !isRemoved);
    const { language } = settings.current.value ?? {};
    const zone = deps.zone();
    const now = Temporal.Instant.fromEpochMilliseconds(deps.clock.now()).toZonedDateTimeISO(zone);
    const read = await deps
      .loadLineCode()
      .then((code) =>
        code.read(line, {
          language: language === undefined || language === 'auto' ? deps.language : language,
          now: `${now.toPlainDateTime()}[${zone}]`,
          members,
          lists,
          shown: first,
        }),
      )
      .catch((): Awaited<ReturnType<LineCode['read']>> => ({ item: { title: line } }));
    const list = lists.find(({ id }) => id === read.list) ?? first;
    return { list, item: { ...read.item, id: newId<ItemId>() }, members };
  }

  /** The line with titles that were added before in place of its own. */
  async function knownLines(line: string, typed: string, list: ListRow): Promise<OmniboxSuggestion[]> {
    const context = { at: deps.clock.now(), isResent: false };
    const result = await family.execute({ type: 'suggest', list: list.id, text: typed, limit: MAX_KNOWN }, context);
    const known = (result.ok ? (result.value?.suggestions ?? []) : []) as Suggestion[];
    const at = line.indexOf(typed);
    return known
      .filter(({ title }) => title !== typed)
      .map(({ title }) => ({
        content: at === -1 ? title : line.slice(0, at) + title + line.slice(at + typed.length),
        text: title,
        detail: list.name,
      }));
  }

  return {
    async describe(text) {
      const read = await readLine(text);
      if (read === null) return [];
      const { list, item, members } = read;
      const texts = workerTexts(settings.current.value?.language ?? 'auto', deps.language);
      const { quantity, who, due } = item;
      const detail = [
        quantity && quantityText(quantity),
        due,
        members
          .filter(({ id }) => who?.includes(id))
          .map(({ name }) => name)
          .join(', '),
        texts.addTo(list.name),
      ];
      return [
        { content: text, text: item.title, detail: detail.filter(Boolean).join(' · ') },
        ...(await knownLines(text, item.title, list)),
      ];
    },
    async read(text) {
      const read = await readLine(text);
      return read && { list: read.list.id, item: read.item };
    },
  };
}

function quantityText({ amount, unit }: Quantity): string {
  return unit === undefined ? String(amount) : `${amount} ${unit}`;
}
