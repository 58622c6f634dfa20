import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import { useTexts } from './app-context.ts';
import { Icon } from './icon.tsx';

const CAKE = 'M4 20h16M5 20v-7a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v7M5 15c2 2 3-1 5 0s3 1 4 0 3 2 5 0M12 11V7.5M12 5v-.5';
const REPEAT =
  'M17 3l3.5 3.5L17 10M20 6.5H7a3.5 3.5 0 0 0-3.5 3.5v1M7 21l-3.5-3.5L7 14M4 17.5h13a3.5 3.5 0 0 0 3.5-3.5v-1';

const ELSEWHERE = 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18';

/** What kind of event it is, in small drawings: from another calendar, and a birthday or one of a series. */
export function EventMarks({ row }: { row: OccurrenceRow }) {
  const t = useTexts();
  return (
    <>
      {row.source?.name !== undefined && <Mark icon={ELSEWHERE} name={row.source.name} />}
      {row.birthday && <Mark icon={CAKE} name={t('calendar.birthday')} />}
      {row.series !== undefined && !row.birthday && <Mark icon={REPEAT} name={t('calendar.repeats')} />}
    </>
  );
}

function Mark({ icon, name }: { icon: `M${string}`; name: string }) {
  return (
    <span class="event-mark" title={name}>
      <Icon name={icon} />
      <span class="visually-hidden"> {name}</span>
    </span>
  );
}
