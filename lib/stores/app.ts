import { batch, computed, effect, type ReadonlySignal } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import type { Clock } from '../ports/ports.ts';
import type { MemberId } from '../protocol/ids.ts';
import type { SessionRow, Settings, SyncRow } from '../protocol/queries.ts';
import type { MemberRow } from '../protocol/values.ts';
import { createEntryActions, type EntryActions } from './entry-actions.ts';
import { createFormats, type Formats } from './formats.ts';
import { createI18n, type I18n, type Texts } from './i18n.ts';
import { createNow, type Now } from './now.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import type { PageLife } from './page-life.ts';
import { createProblems, type Problems } from './problems.ts';
import { createSnapshotCache, type SnapshotCache } from './snapshot-cache.ts';
import { createSyncStatus, type SyncStatus } from './sync-status.ts';
import { createUndo, type Undo } from './undo.ts';
import { createWorkerClient, type WorkerClient } from './worker-client.ts';

const FAMILY_KEY = 'family';
/** What counts until the worker has answered and nothing is remembered. */
const DEFAULT_SETTINGS: Settings = {
  language: 'auto',
  theme: 'auto',
  weekStart: 'auto',
  timeFormat: 'auto',
  host: '',
  remind: 'mine',
  morning: '',
  badge: 'both',
  hidden: [],
};

/** Everything that pages share: the way to the worker, who and where this browser is, and the person's settings. One per page. */
export interface App {
  readonly platform: PagePlatform;
  readonly clock: Clock;
  readonly client: WorkerClient;
  readonly snapshots: SnapshotCache;
  readonly i18n: I18n;
  readonly formats: ReadonlySignal<Formats>;
  readonly settings: ReadonlySignal<Settings>;
  /** Undefined on a first start until the worker has answered; a remembered one before that otherwise. */
  readonly session: ReadonlySignal<SessionRow | undefined>;
  readonly members: ReadonlySignal<ReadonlyMap<string, MemberRow>>;
  readonly me: ReadonlySignal<MemberId | undefined>;
  /** Only what the worker said; never remembered. */
  readonly sync: ReadonlySignal<SyncRow | undefined>;
  readonly syncStatus: SyncStatus;
  readonly now: Now;
  readonly overlay: Overlay;
  readonly undo: Undo;
  readonly problems: Problems;
  readonly entries: EntryActions;
  /** Resolves once texts of the person's language are there: before the first paint. */
  readonly ready: Promise<void>;
  close(): void;
}

export function createApp(deps: {
  platform: PagePlatform;
  clock: Clock;
  life: PageLife;
  /** English texts beyond those of every page. */
  texts?: readonly Texts[];
  /** The viewer's zone; the browser's own where missing. */
  zone?: string;
}): App {
  const { platform, clock, life } = deps;
  const cache = createSnapshotCache({ cache: platform.cache, clock, life });
  const client = createWorkerClient({ platform, clock, life, cache });
  const i18n = createI18n(platform.language);
  for (const part of deps.texts ?? []) i18n.learn(part);
  const now = createNow(clock, deps.zone);

  const sessionQuery = client.live({ type: 'session' }, { name: 'session' });
  const settingsQuery = client.live({ type: 'settings' }, { name: 'settings' });
  const membersQuery = client.live({ type: 'members' }, { name: 'members' });
  const syncQuery = client.live({ type: 'sync' });

  const session = computed(() => sessionQuery.rows.value.get('session'));
  const settings = computed<Settings>(() => ({ ...DEFAULT_SETTINGS, ...settingsQuery.rows.value.get('settings') }));
  const sync = computed(() => syncQuery.rows.value.get('sync'));
  const me = computed(() => session.value?.me);

  const language = computed(() => settings.value.language);
  const ready = i18n.use(language.peek()).catch(() => {});
  const stopLanguage = effect(() => {
    // A language that does not load leaves the one shown; the setting stands and is tried again at the next start.
    i18n.use(language.value).catch(() => {});
  });

  // What is remembered belongs to one family. In another, or none, it must neither be shown nor kept.
  const family = computed(() => (sessionQuery.isLive.value ? (session.value?.family?.id ?? null) : undefined));
  const stopForgetting = effect(() => {
    const id = family.value;
    if (id === undefined || session.value?.state === 'opening') return;
    const remembered = platform.cache.read(FAMILY_KEY);
    if (remembered === id || (remembered === undefined && id === null)) return;
    batch(() => client.forgetCache());
    if (id !== null) platform.cache.write(FAMILY_KEY, id);
  });

  const problems = createProblems();
  const overlay = createOverlay(clock);
  const undo = createUndo({
    client,
    clock,
    texts: {
      undone: (what, before) =>
        before === undefined ? i18n.t('undo.undone', { what }) : i18n.t('undo.undoneBefore', { what, before }),
      overtaken: () => i18n.t('undo.overtaken'),
    },
    onProblem: (error) => problems.tell(error),
  });

  const formats = createFormats(i18n.locale, settings);
  const members = membersQuery.rows;

  return {
    platform,
    clock,
    client,
    snapshots: cache,
    i18n,
    formats,
    settings,
    session,
    members,
    me,
    sync,
    syncStatus: createSyncStatus({ client, sync, i18n }),
    now,
    overlay,
    undo,
    problems,
    entries: createEntryActions({
      client,
      overlay,
      undo,
      problems,
      i18n,
      clock,
      today: now.today,
      me,
      formats,
      members,
    }),
    ready,
    close() {
      stopLanguage();
      stopForgetting();
      now.close();
      client.close();
    },
  };
}
