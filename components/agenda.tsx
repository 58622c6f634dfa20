import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type AgendaBlock, startOf } from '../lib/stores/agenda-blocks.ts';
import type { AgendaView } from '../lib/stores/agenda-view.ts';
import { useApp } from './app-context.ts';
import { DaySection } from './day-section.tsx';
import type { EventHandlers } from './event-handlers.ts';
import { Icon } from './icon.tsx';

/** Closer to an end than this, more days are fetched. */
const NEAR_END_PX = 800;
/** After the last change of the window's size, until the days have been laid out for it. */
const MEASURE_MS = 300;
/** Stretches fetched in one go while they hold nothing to see; then a press on the button says that one wants more. */
const MAX_EMPTY_STEPS = 26;
/** Stretches fetched before anybody scrolls, where few events do not fill the window. */
const FIRST_STEPS = 4;

/**
 * The days, one below the other, going on in both directions as one scrolls. It opens at the chosen day (`from`); what is added above never
 * moves what one sees.
 */
export function Agenda(props: {
  view: AgendaView;
  from: string;
  on: EventHandlers;
  /** The topmost day in sight, as it changes. */
  onSee: (date: string) => void;
}) {
  const { view, from, on } = props;
  const { t } = useApp().i18n;
  const root = useRef<HTMLDivElement>(null);
  const start = useRef<HTMLDivElement>(null);
  const scroll = useRef({ top: 0, steps: 0, hasBegun: false, isCutEarlier: false }).current;
  const earlier = view.earlier.value;
  const ahead = view.ahead.value;

  // Read before the days change, used after.
  const anchors = [anchorIn(root.current, scroll.isCutEarlier ? 1 : 0), placeOf(start.current)];
  useLayoutEffect(() => {
    scroll.isCutEarlier = view.isCutEarlier.peek();
    const anchor = anchors.find((one) => one?.element.isConnected);
    if (root.current === null || anchor === undefined) return;
    root.current.scrollTop += anchor.element.getBoundingClientRect().top - anchor.top;
    scroll.top = root.current.scrollTop;
  }, [earlier, ahead]);

  useLayoutEffect(() => {
    if (root.current === null || start.current === null) return;
    root.current.scrollTop = start.current.offsetTop;
    scroll.top = root.current.scrollTop;
    scroll.steps = MAX_EMPTY_STEPS - FIRST_STEPS;
    scroll.hasBegun = false;
  }, [from]);

  useEffect(() => fetchMore(scroll.hasBegun ? 0 : 1), [earlier, ahead]);
  useLayoutEffect(() => {
    if (!view.isCut.peek()) return;
    const frame = requestAnimationFrame(view.reveal);
    return () => cancelAnimationFrame(frame);
  }, [earlier, ahead]);

  // Days out of sight are as high as they were painted: of another width, another height.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const measure = () => {
      root.current?.classList.add('resized');
      clearTimeout(timer);
      timer = setTimeout(() => root.current?.classList.remove('resized'), MEASURE_MS);
    };
    window.addEventListener('resize', measure);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('resize', measure);
    };
  }, []);

  /** `direction`: where one is scrolling, or 0 after something came, for both ends. */
  function fetchMore(direction: number): void {
    const list = root.current;
    if (list === null || scroll.steps >= MAX_EMPTY_STEPS) return;
    const isNearTop = direction <= 0 && list.scrollTop < NEAR_END_PX;
    const isNearEnd = direction >= 0 && list.scrollHeight - list.clientHeight - list.scrollTop < NEAR_END_PX;
    if (!isNearTop && !isNearEnd) return;
    const hasAsked = [isNearTop && view.showEarlier(), isNearEnd && view.showMore()];
    if (hasAsked.includes(true)) scroll.steps += 1;
  }

  function onScroll(): void {
    const list = root.current;
    if (list === null || list.scrollTop === scroll.top) return;
    const direction = Math.sign(list.scrollTop - scroll.top);
    scroll.top = list.scrollTop;
    scroll.steps = 0;
    scroll.hasBegun = true;
    fetchMore(direction);
    const date = anchorIn(list)?.element.dataset.date;
    if (date !== undefined) props.onSee(date);
  }

  return (
    <div class="scroll agenda" ref={root} onScroll={onScroll}>
      <div class="more-days">
        <button type="button" class="button button-small" onClick={() => void view.showEarlier()}>
          {t('calendar.showEarlier')}
        </button>
      </div>
      <Blocks blocks={earlier} on={on} />
      {/* As high as the window at least, so that the chosen day can always be the first in it. */}
      <div class="agenda-ahead" ref={start} data-date={from}>
        {/* Where there is nothing at all, it is said once. */}
        <Blocks blocks={view.isEmpty.value ? ahead.filter(({ type }) => type === 'day') : ahead} on={on} />
        {view.isEmpty.value && (
          <div class="empty">
            <Icon name="calendar" />
            <strong>{t('calendar.empty')}</strong>
            <span>{t('calendar.empty.hint')}</span>
          </div>
        )}
        <div class="more-days">
          <button type="button" class="button button-small" onClick={() => void view.showMore()}>
            {t('calendar.showMore')}
          </button>
        </div>
      </div>
    </div>
  );
}

function Blocks({ blocks, on }: { blocks: readonly AgendaBlock[]; on: EventHandlers }) {
  const { formats } = useApp();
  return (
    <>
      {blocks.map((block, index) => (
        <Fragment key={block.type === 'gap' ? `gap-${block.from}` : block.date}>
          {index > 0 && startOf(block).slice(0, 7) !== startOf(blocks[index - 1] ?? block).slice(0, 7) && (
            <h3 class="month-name">{formats.value.month(startOf(block))}</h3>
          )}
          {block.type === 'gap' ? (
            <Gap block={block} />
          ) : (
            <DaySection date={block.date} entries={block.entries} due={block.due} on={on} />
          )}
        </Fragment>
      ))}
    </>
  );
}

function Gap({ block }: { block: Extract<AgendaBlock, { type: 'gap' }> }) {
  const { i18n, formats } = useApp();
  const { dayName, date } = formats.value;
  const { from, to } = block;
  return (
    <p class="gap" data-date={from}>
      {from === to
        ? i18n.t('calendar.nothing', { date: dayName(from) })
        : i18n.t('calendar.nothingBetween', {
            from: from.slice(0, 7) === to.slice(0, 7) ? dayName(from) : date(from),
            to: from.slice(0, 7) === to.slice(0, 7) ? dayName(to) : date(to),
          })}
    </p>
  );
}

interface Anchor {
  readonly element: HTMLElement;
  /** Where its top was on screen. */
  readonly top: number;
}

/** The topmost day that is in sight, but none of the first `skip`. Days stand one below the other, before the chosen one and from it on. */
function anchorIn(list: HTMLElement | null, skip = 0): Anchor | undefined {
  const start = list?.querySelector<HTMLElement>('.agenda-ahead');
  if (!list || !start) return undefined;
  const days = [...list.children, ...start.children].filter(
    (element): element is HTMLElement =>
      element !== start && element instanceof HTMLElement && 'date' in element.dataset,
  );
  const top = list.getBoundingClientRect().top + 1;
  let [from, to] = [Math.min(skip, days.length - 1), days.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((days[middle]?.getBoundingClientRect().bottom ?? 0) > top) to = middle;
    else from = middle + 1;
  }
  return placeOf(days[from] ?? null);
}

function placeOf(element: HTMLElement | null): Anchor | undefined {
  return element === null ? undefined : { element, top: element.getBoundingClientRect().top };
}
