import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Catalogue, English, MessageKey, PluralForms } from '../../locales/catalogue.ts';
import { en } from '../../locales/en.ts';

/** A part of the catalogue, in English. */
export type Texts = Partial<Catalogue>;

type TextOf<M> = M extends string ? M : M[keyof M];
type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
/** Placeholders that a text needs filled. */
export type Params<K extends MessageKey> = Record<Names<TextOf<English[K]>>, string | number>;
/** Keys of texts that need nothing filled in. */
export type PlainKey = { [K in MessageKey]: [Names<TextOf<English[K]>>] extends [never] ? K : never }[MessageKey];
type Args<K extends MessageKey> = [Names<TextOf<English[K]>>] extends [never] ? [] : [params: Params<K>];

export type Language = 'en' | 'es';

/** English comes with the pages; other languages are loaded when wanted. */
const LOADERS: Record<Exclude<Language, 'en'>, () => Promise<Catalogue>> = {
  es: async () => (await import('../../locales/es.ts')).es,
};

/** Texts of the user interface. Reading `t` or `locale` inside a component or effect follows a switch of language. */
export interface I18n {
  /** The text of a key in the language of the moment. */
  t<K extends MessageKey>(key: K, ...args: Args<K>): string;
  /** Language of the texts shown. */
  readonly language: ReadonlySignal<Language>;
  /** BCP 47 tag for dates and numbers: the browser's own region where it speaks the same language. */
  readonly locale: ReadonlySignal<string>;
  /** Takes in a part of the English texts; what shows them brings them along, before it shows. */
  learn(texts: Texts): void;
  /** Switches; resolves once texts are there. A language that cannot be loaded leaves the one shown. */
  use(choice: Language | 'auto'): Promise<void>;
}

/** `browserLanguage` is the browser's UI language, BCP 47. Starts in English until `use` has resolved. */
export function createI18n(browserLanguage: string): I18n {
  let english: Texts = en;
  const translated = signal<Catalogue | null>(null);
  const language = signal<Language>('en');
  const locale = computed(() => localeFor(language.value, browserLanguage));
  const plurals = computed(() => new Intl.PluralRules(locale.value));
  const numbers = computed(() => new Intl.NumberFormat(locale.value));
  let wanted: Language = 'en';

  return {
    language,
    locale,
    t(key, ...args) {
      const params = (args[0] ?? {}) as Record<string, string | number>;
      const entry: string | PluralForms = translated.value?.[key] ?? english[key] ?? key;
      const text = typeof entry === 'string' ? entry : (entry[plurals.value.select(Number(params.n))] ?? entry.other);
      return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = params[name];
        if (value === undefined) return whole;
        return typeof value === 'number' ? numbers.value.format(value) : isolate(value);
      });
    },
    learn(texts) {
      english = { ...english, ...texts };
    },
    async use(choice) {
      const next = choice === 'auto' ? languageOf(browserLanguage) : choice;
      wanted = next;
      if (next === language.peek()) return;
      const loaded = next === 'en' ? null : await LOADERS[next]();
      // A later choice may have overtaken the loading.
      if (wanted !== next) return;
      translated.value = loaded;
      language.value = next;
    },
  };
}

function languageOf(tag: string): Language {
  return tag.toLowerCase().split('-')[0] === 'es' ? 'es' : 'en';
}

function localeFor(language: Language, browserLanguage: string): string {
  return browserLanguage.toLowerCase().split('-')[0] === language ? browserLanguage : language;
}

/**
 * Keeps right-to-left text from turning the sentence around it. Only where such letters occur, so that plain text
 * stays free of invisible characters.
 */
function isolate(value: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(value) ? `\u2068${value}\u2069` : value;
}
