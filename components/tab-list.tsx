import { useEffect, useRef } from 'preact/hooks';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly name: string;
  /** Shown beside the name, outside the tab's accessible name. */
  readonly count?: number;
  /** A sign before the name, outside the tab's accessible name. */
  readonly icon?: string | undefined;
  /** Of the line below the tab while it is chosen; a CSS colour. */
  readonly colour?: string | undefined;
}

/**
 * Tabs as the ARIA Authoring Practices have them: one stop of the keyboard, arrows choose, Home and End go to the ends. The panel
 * they control has `panelId` as its id and `tabIdOf(panelId, id)` as its label.
 */
export function TabList<Id extends string>(props: {
  label: string;
  panelId: string;
  tabs: readonly Tab<Id>[];
  selected: Id | undefined;
  onSelect: (id: Id) => void;
}) {
  const { tabs, selected, panelId } = props;
  const root = useRef<HTMLDivElement>(null);

  function showChosen(): void {
    root.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  useEffect(showChosen, [selected]);

  /** Tells the sheet on which side there is more than is in sight. From right to left the browser counts below zero. */
  function look(): void {
    const list = root.current;
    if (list === null) return;
    const before = Math.abs(list.scrollLeft);
    const after = list.scrollWidth - list.clientWidth - before;
    list.dataset.more = `${before > 1 ? 'before ' : ''}${after > 1 ? 'after' : ''}`;
  }
  useEffect(look);
  useEffect(() => {
    // What comes beside the tabs a moment later leaves them less room.
    const observer = new ResizeObserver(() => {
      showChosen();
      look();
    });
    if (root.current) observer.observe(root.current);
    return () => observer.disconnect();
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    const index = tabs.findIndex((tab) => tab.id === selected);
    const forward = root.current?.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const to = {
      [forward]: (index + 1) % tabs.length,
      [back]: (index - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    const tab = to === undefined ? undefined : tabs[to];
    if (tab === undefined) return;
    event.preventDefault();
    props.onSelect(tab.id);
    root.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to ?? 0]?.focus();
  }

  return (
    // The tabs are the stops; the list only hears their keys.
    <div
      ref={root}
      class="tab-list"
      role="tablist"
      aria-label={props.label}
      onKeyDown={onKeyDown}
      onScroll={look}
      onWheel={({ currentTarget, deltaY }) =>
        currentTarget.scrollBy({ left: currentTarget.matches(':dir(rtl)') ? -deltaY : deltaY })
      }
      tabIndex={-1}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          class="tab"
          id={tabIdOf(panelId, tab.id)}
          aria-selected={tab.id === selected}
          aria-controls={panelId}
          tabIndex={tab.id === selected ? 0 : -1}
          style={{ borderColor: tab.id === selected ? tab.colour : undefined }}
          onClick={() => props.onSelect(tab.id)}
        >
          {tab.icon && <span aria-hidden="true">{tab.icon}</span>}
          <bdi>{tab.name}</bdi>
          {tab.count !== undefined && tab.count > 0 && (
            <span class="count" aria-hidden="true">
              {tab.count}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

/** Id of a tab's element. */
export function tabIdOf(panelId: string, tab: string | undefined): string {
  return `${panelId}-tab-${tab ?? 'none'}`;
}
