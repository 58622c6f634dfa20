import type { ListId, MemberId } from '../protocol/ids.ts';
import type { ListKind, ListRow, MemberColour } from '../protocol/values.ts';
import type { Entity, Registers } from './registers.ts';

/** A list as it stands now; `isLive` is false while its core is not readable and once it is deleted. */
export interface ListInfo {
  readonly id: ListId;
  readonly isKnown: boolean;
  readonly isLive: boolean;
  readonly name: string;
  readonly kind: ListKind;
  readonly order: string;
  readonly colour: MemberColour | undefined;
  readonly icon: string | undefined;
  readonly isArchived: boolean;
  readonly isTemplate: boolean;
  /** The order of its categories as somebody set it by hand. */
  readonly aisles: readonly string[] | undefined;
  readonly deleted: { readonly by?: MemberId; readonly at: number } | undefined;
  readonly groups: Entity<'list'>;
}

/** Reads a list, whatever there is of it. */
export function readList(registers: Registers, id: ListId): ListInfo {
  const groups = registers.entity('list', id) ?? {};
  const { core, name, kind, colour, icon, place, archive, aisles, life } = groups;
  const added = core?.value;
  const end = life?.value;
  return {
    id,
    isKnown: added !== undefined,
    isLive: added !== undefined && end?.deleted !== true,
    name: name?.value?.name ?? added?.name ?? '',
    kind: kind?.value?.kind ?? added?.kind ?? 'plain',
    order: place?.value?.order ?? added?.order ?? '',
    colour: (colour?.value ? colour.value.colour : added?.colour) ?? undefined,
    icon: (icon?.value ? icon.value.icon : added?.icon) ?? undefined,
    isArchived: archive?.value?.archived ?? false,
    isTemplate: added?.template ?? false,
    aisles: aisles?.value?.aisles ?? undefined,
    deleted: end?.deleted ? { ...(end.by && { by: end.by }), at: end.at } : undefined,
    groups,
  };
}

/** The row of a list; one that is deleted says so. `learned`: the order of its aisles where nobody set one. */
export function listRow(info: ListInfo, openCount: number, learned?: readonly string[]): ListRow {
  const { id, name, kind, order, colour, icon, deleted } = info;
  const aisles = info.aisles ?? (info.kind === 'groceries' ? learned : undefined);
  return {
    id,
    name,
    kind,
    order,
    openCount,
    ...(colour && { colour }),
    ...(icon !== undefined && { icon }),
    ...(info.isArchived && { isArchived: true }),
    ...(info.isTemplate && { isTemplate: true }),
    ...(aisles && { aisles: [...aisles] }),
    ...(deleted && { deleted: { ...deleted } }),
  };
}
