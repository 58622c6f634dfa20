import type { FamilyView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';

/** Says wherever one is that somebody waits to be let in; the family's own view shows it by itself. */
export function WaitingNotice(props: { family: FamilyView; isShown: boolean; onLook: () => void }) {
  const { t } = useApp().i18n;
  const [first, ...others] = props.family.isMember.value ? props.family.waiting.value : [];
  return (
    <div role="status">
      {first !== undefined && props.isShown && (
        <div class="banner banner-quiet">
          <Icon name={icons.person} />
          <p>{t(others.length === 0 ? 'waiting.notice' : 'waiting.noticeMany', { name: first.name })}</p>
          <button type="button" class="button button-small" onClick={props.onLook}>
            {t('waiting.look')}
          </button>
        </div>
      )}
    </div>
  );
}
