import type { Badge } from '../ports/ports.ts';
import type { EntryRow } from '../protocol/values.ts';
import { hiddenMembers, isHidden } from './device-filter.ts';
import type { FamilyHost } from './family-host.ts';
import type { LocalDay } from './local-day.ts';
import { mirrorRows, type RowMirror } from './row-mirror.ts';
import type { SettingsStore } from './settings-store.ts';

/** Keeps the badge equal to what the person wants counted, whether or not a page is open. */
export interface BadgeCount {
  start(): void;
}

export function createBadgeCount(deps: {
  badge: Badge;
  family: FamilyHost;
  settings: SettingsStore;
  day: LocalDay;
}): BadgeCount {
  const { badge, family, settings, day } = deps;
  let mirrors: RowMirror<EntryRow>[] = [];

  function count(): void {
    const document = family.current?.document;
    const hidden = hiddenMembers(document, settings.current.value);
    // One that is for me and due is one; what others have is theirs to hide.
    const ids = new Set<string>();
    for (const { rows } of mirrors) for (const row of rows.values()) if (!isHidden(row.who, hidden)) ids.add(row.id);
    badge.count(ids.size);
  }

  function watch(): void {
    for (const mirror of mirrors) mirror.stop();
    mirrors = [];
    const { current, membership } = family;
    // Until it is known what is true, the badge stays as the last worker left it.
    if (family.session.value === 'unknown' || settings.current.value === null) return;
    const choice = settings.current.value.badge;
    if (current !== null && membership !== null) {
      const { document } = current;
      if (choice === 'mine' || choice === 'both') {
        mirrors.push(mirrorRows(document, { type: 'forMember', member: membership.record.member }, count));
      }
      if (choice === 'due' || choice === 'both') {
        mirrors.push(mirrorRows(document, { type: 'due', date: day.current.value.date }, count));
      }
    }
    count();
  }

  return {
    start() {
      family.session.watch(watch);
      settings.current.watch(watch);
      day.current.watch(watch);
    },
  };
}
