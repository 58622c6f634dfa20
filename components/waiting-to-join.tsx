import { useEffect, useRef } from 'preact/hooks';
import { useApp } from './app-context.ts';

/** This browser has asked to be let in, and somebody in the family has to agree. */
export function WaitingToJoin() {
  const { client, session, problems, i18n } = useApp();
  const { t } = i18n;
  const family = session.value?.family?.name;
  const why = session.value?.waitingProblem;
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => button.current?.focus(), []);

  return (
    <>
      <div class="start-waiting" role="status">
        <strong>
          {why !== undefined
            ? t('join.over')
            : family === undefined
              ? t('join.waiting')
              : t('join.waitingFor', { family })}
        </strong>
        <p>{why === undefined ? t('join.waiting.hint') : t(`error.${why}`)}</p>
      </div>
      <button
        type="button"
        ref={button}
        class="button"
        onClick={() =>
          void client.run({ type: 'stopWaiting' }).then((outcome) => {
            if (!outcome.ok) problems.tell(outcome.error);
          })
        }
      >
        {t(why === undefined ? 'join.stop' : 'join.again')}
      </button>
    </>
  );
}
