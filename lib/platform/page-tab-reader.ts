import type { PageEvent, PageOffers, PageReading, TakingLimits } from '../ports/page-ports.ts';
import { runInTab } from './run-in-tab.ts';

/** The file that entrypoints/page-reading.ts becomes. */
const FILE = '/page-reading.js';

/** What that file leaves behind. */
const holder = globalThis as { familyOsPageReading?: PageReading };

/** Structured data, calendar links and selection of the tab in front, read. Rejects where the browser does not grant it. */
export async function readTab(zone: string): Promise<PageOffers> {
  const reading = await loadReading();
  return reading.offersOf(await runInTab(takeContent, reading.limits), zone);
}

/**
 * The events of a file behind a link of the page in front, fetched by the page itself as a click on the link would. Empty where there is none
 * to be had.
 */
export async function readLinkedEvents(url: string, zone: string): Promise<readonly PageEvent[]> {
  const reading = await loadReading();
  const text = await textBehind(url, reading.maxFileLength).catch(() => undefined);
  return text === undefined ? [] : reading.eventsOfFile(text, zone);
}

async function loadReading(): Promise<PageReading> {
  if (holder.familyOsPageReading === undefined) {
    await new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = FILE;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }
  if (holder.familyOsPageReading === undefined) throw new Error('the code for pages did not load');
  return holder.familyOsPageReading;
}

async function textBehind(url: string, maxLength: number): Promise<string | undefined> {
  if (/^data:text\/calendar[;,]/i.test(url)) return textOfDataUrl(url);
  if (!/^https?:\/\//i.test(url)) return undefined;
  const text = await runInTab(takeFile, { url, maxLength });
  return typeof text === 'string' ? text : undefined;
}

function textOfDataUrl(url: string): string | undefined {
  const comma = url.indexOf(',');
  const body = url.slice(comma + 1);
  try {
    if (!/;base64$/i.test(url.slice(0, comma))) return decodeURIComponent(body);
    return new TextDecoder().decode(Uint8Array.from(atob(body), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

// ---- What follows runs in web pages, takes texts out of them and changes nothing. ----

async function takeFile({ url, maxLength }: { url: string; maxLength: number }): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    const reader = response.ok ? response.body?.getReader() : undefined;
    if (reader === undefined) return null;
    const decoder = new TextDecoder();
    let text = '';
    for (let length = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      length += value.length;
      if (length > maxLength) {
        await reader.cancel();
        return null;
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    return null;
  }
}

function takeContent(limits: TakingLimits): unknown {
  const cut = (text: string) => text.trim().slice(0, limits.valueLength).toWellFormed();
  let propertiesLeft = limits.properties;

  const jsonLd: string[] = [];
  for (const script of document.querySelectorAll('script[type="application/ld+json" i]')) {
    const text = script.textContent;
    if (text.length <= limits.scriptLength) jsonLd.push(text.toWellFormed());
    if (jsonLd.length === limits.scripts) break;
  }

  const readValue = (element: Element, depth: number): unknown => {
    if (element.hasAttribute('itemscope')) return depth < 5 ? readThing(element, depth + 1) : null;
    const given = ['content', 'datetime', 'value']
      .map((name) => element.getAttribute(name))
      .find((text) => text !== null);
    if (given !== undefined) return cut(given ?? '');
    return cut(element.textContent);
  };
  const readThing = (root: Element, depth: number): unknown => {
    const thing: Record<string, unknown[]> = {};
    const add = (name: string, value: unknown) => {
      const known = Object.hasOwn(thing, name) ? thing[name] : undefined;
      if (known === undefined) thing[name] = [value];
      else known.push(value);
    };
    const walk = (parent: Element) => {
      for (const element of parent.children) {
        if (propertiesLeft <= 0) return;
        const names = (element.getAttribute('itemprop') ?? '')
          .split(/\s+/)
          .filter((name) => /^[a-z]{1,40}$/i.test(name));
        if (names.length > 0) {
          propertiesLeft -= 1;
          const value = readValue(element, depth);
          for (const name of names.slice(0, 3)) add(name, value);
        }
        if (!element.hasAttribute('itemscope')) walk(element);
      }
    };
    walk(root);
    return { ...thing, '@type': (root.getAttribute('itemtype') ?? '').split(/\s+/).slice(0, 5) };
  };
  const microdata: unknown[] = [];
  for (const root of document.querySelectorAll('[itemscope][itemtype*="schema.org/"]:not([itemprop])')) {
    if (microdata.length === limits.things || propertiesLeft <= 0) break;
    microdata.push(readThing(root, 0));
  }

  const calendarLinks: { url: string; text: string }[] = [];
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const { href } = link;
    const isCalendar =
      /^data:text\/calendar[;,]/i.test(href) ||
      (/^https?:/i.test(href) && (/\.ics(?:[?#]|$)/i.test(href) || /^text\/calendar\b/i.test(link.type)));
    if (!isCalendar || href.length > limits.linkLength || calendarLinks.some(({ url }) => url === href)) continue;
    calendarLinks.push({ url: href, text: cut(link.textContent) });
    if (calendarLinks.length === limits.links) break;
  }

  const selection = (getSelection()?.toString() ?? '').trim().slice(0, limits.selectionLength).toWellFormed();
  return { jsonLd, microdata, calendarLinks, selection };
}
