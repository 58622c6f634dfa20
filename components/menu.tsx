import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

/** One thing to choose; null is a line between groups. */
export type MenuItem = {
  readonly label: string;
  readonly icon?: IconName;
  /** For what is on or off. */
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
  readonly isDanger?: boolean;
  /** Runs once the menu is closed and the keyboard is back where it was. */
  run(): void;
} | null;

/** Where a menu opens: below an element, or at a point of the window. */
export type MenuPlace = { readonly below: HTMLElement } | { readonly x: number; readonly y: number };

const MARGIN_PX = 6;

/**
 * A menu as the ARIA Authoring Practices have it, open as long as it is rendered: arrows, Home, End and first letters choose, Escape and a press
 * elsewhere close. The keyboard goes back to whoever had it.
 */
export function Menu(props: { label: string; items: readonly MenuItem[]; place: MenuPlace; onClose: () => void }) {
  const { label, items, place, onClose } = props;
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef(document.activeElement);
  const isClosing = useRef<boolean>(false);

  useLayoutEffect(() => {
    const menu = root.current;
    if (menu === null) return;
    menu.showPopover();
    const { width, height } = menu.getBoundingClientRect();
    const box = 'below' in place ? place.below.getBoundingClientRect() : undefined;
    const isRtl = menu.matches(':dir(rtl)');
    const left = box === undefined ? ('x' in place ? place.x : 0) : isRtl ? box.left : box.right - width;
    const below = box === undefined ? ('y' in place ? place.y : 0) : box.bottom + 2;
    const top = below + height > innerHeight - MARGIN_PX && box !== undefined ? box.top - height - 2 : below;
    const clamp = (at: number, size: number, room: number) =>
      Math.max(MARGIN_PX, Math.min(at, room - size - MARGIN_PX));
    menu.style.left = `${clamp(left, width, innerWidth)}px`;
    menu.style.top = `${clamp(top, height, innerHeight)}px`;
    focusAt(0);
  }, []);

  useEffect(() => {
    const closeOutside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) close();
    };
    window.addEventListener('pointerdown', closeOutside, true);
    window.addEventListener('blur', close);
    return () => {
      window.removeEventListener('pointerdown', closeOutside, true);
      window.removeEventListener('blur', close);
    };
  }, []);

  const buttons = () => [...(root.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
  function focusAt(index: number): void {
    const all = buttons();
    all.at(index % all.length)?.focus();
  }

  function close(): void {
    if (isClosing.current) return;
    isClosing.current = true;
    const had = root.current?.contains(document.activeElement) ?? false;
    if (had && opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    onClose();
  }

  function choose(item: Exclude<MenuItem, null>): void {
    if (item.isDisabled) return;
    close();
    item.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const typed = event.key.length === 1 ? event.key.toLocaleLowerCase() : undefined;
    if (event.key === 'ArrowDown') focusAt(at + 1);
    else if (event.key === 'ArrowUp') focusAt(at - 1);
    else if (event.key === 'Home') focusAt(0);
    else if (event.key === 'End') focusAt(-1);
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (typed !== undefined && typed !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const next = [...all.slice(at + 1), ...all].find((item) =>
        item.textContent?.trim().toLocaleLowerCase().startsWith(typed),
      );
      next?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={root}
      class="menu"
      popover="manual"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      {items.map((item, index) =>
        item === null ? (
          <hr key={index} />
        ) : (
          <button
            key={index}
            type="button"
            {...(item.isOn === undefined
              ? { role: 'menuitem' }
              : { role: 'menuitemcheckbox', 'aria-checked': item.isOn })}
            aria-disabled={item.isDisabled}
            class={item.isDanger ? 'menu-item menu-item-danger' : 'menu-item'}
            tabIndex={-1}
            onClick={() => choose(item)}
          >
            {item.isOn === true ? <Icon name="check" /> : <Icon name={item.icon ?? 'M0 0'} />}
            <span dir="auto">{item.label}</span>
          </button>
        ),
      )}
    </div>
  );
}
