import type { CommandBody } from '../protocol/commands.ts';
import { type ItemId, type ListId, newId } from '../protocol/ids.ts';
import type { ListRow } from '../protocol/values.ts';
import type { App } from './app.ts';
import { brief } from './brief.ts';

// What people do with whole lists; it comes with what offers it, not with every page.

/** What a change of a list needs. Texts: those of lists. */
export type Changing = Pick<App, 'client' | 'undo' | 'problems' | 'i18n'>;
/** What of a list can be changed in one go. */
export type ListChange = Omit<Extract<CommandBody, { type: 'changeList' }>, 'type' | 'id'>;

/** Sends a command that can be taken back, named by `text`. Resolves with whether it was done; what went wrong is told. */
export async function change(
  { client, undo, problems }: Changing,
  body: CommandBody,
  text: () => string,
): Promise<boolean> {
  const { id, outcome } = client.send(body, text());
  undo.offer({ id, text, outcome });
  const result = await outcome;
  if (!result.ok) problems.tell(result.error);
  return result.ok;
}

/** A new list after the others. Resolves with its id once it is there. */
export async function addList(app: Changing, list: Pick<ListRow, 'name' | 'kind' | 'colour' | 'icon'>) {
  const id = newId<ListId>();
  const { name, kind, colour, icon } = list;
  const body = { id, name, kind, ...(colour !== undefined && { colour }), ...(icon !== undefined && { icon }) };
  const isDone = await change(app, { type: 'addList', ...body }, () =>
    app.i18n.t('undo.listAdded', { title: brief(name) }),
  );
  return isDone ? id : undefined;
}

/** Changes what the person changed of a list; nothing where that is nothing. */
export function changeList(app: Changing, list: ListRow, fields: ListChange): void {
  if (Object.keys(fields).length === 0) return;
  const title = brief(fields.name ?? list.name);
  void change(app, { type: 'changeList', id: list.id, ...fields }, () => app.i18n.t('undo.listChanged', { title }));
}

/** Takes a list out of the tabs with all that is in it, or puts it back. */
export function archiveList(app: Changing, list: ListRow, archived: boolean): void {
  void change(app, { type: 'changeList', id: list.id, archived }, () =>
    app.i18n.t(archived ? 'undo.listArchived' : 'undo.listUnarchived', { title: brief(list.name) }),
  );
}

/** Deletes a list (or template) with all that is in it, until it is restored. */
export function deleteList(app: Changing, list: ListRow): void {
  void change(app, { type: 'deleteList', id: list.id }, () =>
    app.i18n.t('undo.listDeleted', { title: brief(list.name) }),
  );
}

/** Brings a deleted list back. */
export function restoreList(app: Changing, list: ListRow): void {
  void change(app, { type: 'restoreList', id: list.id }, () =>
    app.i18n.t('undo.listRestored', { title: brief(list.name) }),
  );
}

/** Puts a list one place up or down among `all`, which are in their order. */
export function moveList(app: Changing, all: readonly ListRow[], list: ListRow, step: -1 | 1): void {
  const others = all.filter(({ id }) => id !== list.id);
  const at = all.findIndex(({ id }) => id === list.id) + step;
  if (at < 0 || at > others.length) return;
  placeList(app, list, { after: others[at - 1]?.id ?? null, before: others[at]?.id ?? null });
}

/** Puts a list between two others; null is the end on that side. */
export function placeList(app: Changing, list: ListRow, ends: { after: ListId | null; before: ListId | null }): void {
  void change(app, { type: 'moveList', id: list.id, ...ends }, () =>
    app.i18n.t('undo.listMoved', { title: brief(list.name) }),
  );
}

/** A copy with what is in the list, nothing of it ticked; or a template. Resolves with its id once it is there. */
export async function duplicateList(
  app: Changing,
  list: ListRow,
  copy: { name: string; asTemplate: boolean; onlyOpen: boolean },
): Promise<ListId | undefined> {
  const id = newId<ListId>();
  const { name, asTemplate, onlyOpen } = copy;
  const isDone = await change(app, { type: 'duplicateList', from: list.id, id, name, asTemplate, onlyOpen }, () =>
    app.i18n.t(asTemplate ? 'undo.templateSaved' : 'undo.listAdded', { title: brief(name) }),
  );
  return isDone ? id : undefined;
}

/** Adds what is in a template to a list; what is there already is added up, as with any addition. */
export function useTemplate(app: Changing, template: ListRow, list: ListRow): void {
  void change(app, { type: 'useTemplate', from: template.id, list: list.id, use: newId<ItemId>() }, () =>
    app.i18n.t('undo.addedTo', { title: brief(template.name), list: brief(list.name) }),
  );
}
