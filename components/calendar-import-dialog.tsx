import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { MemberId } from '../lib/protocol/ids.ts';
import {
  type CalendarSource,
  type ImportOutcome,
  type ImportPreview,
  previewImport,
  runImport,
  undoImport,
} from '../lib/stores/calendar-import.ts';
import { useApp } from './app-context.ts';
import { ImportFound, ImportResult } from './calendar-import-parts.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { WhoField } from './who-field.tsx';

type Step =
  | { at: 'choose' }
  | { at: 'reading' }
  | { at: 'preview'; preview: ImportPreview }
  | { at: 'importing'; preview: ImportPreview; done: number }
  | { at: 'done'; preview: ImportPreview; outcome: ImportOutcome; isUndone: boolean };

/** Brings calendar files or pasted text into the family's calendar. Nothing is changed before somebody has seen what is in them. */
export function CalendarImportDialog({ onClose }: { onClose: () => void }) {
  const { client, now, problems, i18n } = useApp();
  const { t } = i18n;
  const step = useSignal<Step>({ at: 'choose' });
  const files = useRef<HTMLInputElement>(null);
  const text = useSignal('');
  const who = useSignal<MemberId[]>([]);
  const problem = useSignal<string | undefined>(undefined);
  const body = useRef<HTMLDivElement>(null);
  const state = step.value;

  // What had the keyboard is gone with the step before.
  useEffect(() => {
    if (state.at === 'preview' || state.at === 'done') body.current?.focus();
  }, [state.at]);

  async function look(): Promise<void> {
    const sources = await chosen();
    if (sources === undefined) return;
    problem.value = sources.length === 0 ? t('ics.nothing') : undefined;
    if (sources.length === 0) return;
    step.value = { at: 'reading' };
    try {
      step.value = { at: 'preview', preview: await previewImport(sources, now.zone) };
    } catch {
      problems.tell('internal');
      step.value = { at: 'choose' };
    }
  }

  async function chosen(): Promise<CalendarSource[] | undefined> {
    const sources: CalendarSource[] = [];
    for (const file of files.current?.files ?? []) {
      try {
        sources.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
      } catch {
        problem.value = t('ics.unreadableFile');
        return undefined;
      }
    }
    if (text.peek().trim() !== '') sources.push({ name: '', bytes: new TextEncoder().encode(text.peek()) });
    return sources;
  }

  async function bringIn(preview: ImportPreview): Promise<void> {
    step.value = { at: 'importing', preview, done: 0 };
    const outcome = await runImport(client, preview.events, who.peek(), (done) => {
      step.value = { at: 'importing', preview, done };
    });
    step.value = { at: 'done', preview, outcome, isUndone: false };
  }

  async function takeBack(done: Step & { at: 'done' }): Promise<void> {
    step.value = { ...done, isUndone: true };
    const error = await undoImport(client, done.outcome.inverses);
    if (error === undefined) return;
    problems.tell(error);
    onClose();
  }

  function submit(): void {
    if (state.at === 'choose') void look();
    else if (state.at === 'preview' && state.preview.events.length > 0) void bringIn(state.preview);
    else if (state.at === 'done') onClose();
  }

  return (
    <Dialog
      title={t('options.importCalendar')}
      // An import that runs is seen to its end: it takes moments, and can be taken back as a whole.
      onClose={() => state.at !== 'importing' && onClose()}
      onSubmit={submit}
      foot={<Foot step={state} onBack={() => (step.value = { at: 'choose' })} onClose={onClose} onUndo={takeBack} />}
    >
      {/* Hidden, not gone, so that what was chosen is still there on the way back. */}
      <div class="stack" hidden={state.at !== 'choose'}>
        <Field label={t('ics.file')} hint={t('ics.file.hint')} problem={problem.value}>
          {(control) => (
            <input
              {...control}
              ref={files}
              class="input"
              type="file"
              multiple
              accept=".ics,.ical,.icalendar,text/calendar"
              // Files are looked into at once; pasted text, or the same file once more, by the button.
              onChange={(event) => {
                if (event.currentTarget.files?.length) void look();
              }}
            />
          )}
        </Field>
        <Field label={t('ics.paste')}>
          {(control) => (
            <textarea
              {...control}
              class="input"
              dir="ltr"
              rows={4}
              spellcheck={false}
              placeholder="BEGIN:VCALENDAR"
              value={text.value}
              onInput={(event) => {
                text.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
      </div>
      <div class="stack" ref={body} tabIndex={-1}>
        {state.at === 'reading' && <p role="status">{t('ics.reading')}</p>}
        {state.at === 'preview' && <ImportFound preview={state.preview} />}
        {state.at === 'preview' && state.preview.events.length > 0 && (
          <WhoField
            who={who.value}
            onChange={(next) => {
              who.value = next;
            }}
          />
        )}
        {state.at === 'importing' && (
          <div class="field">
            <progress max={state.preview.events.length} value={state.done} aria-label={t('options.importCalendar')} />
            <p class="hint">{t('ics.importing', { done: state.done, n: state.preview.events.length })}</p>
          </div>
        )}
        {state.at === 'done' && (
          <ImportResult preview={state.preview} outcome={state.outcome} isUndone={state.isUndone} />
        )}
      </div>
    </Dialog>
  );
}

function Foot(props: {
  step: Step;
  onBack: () => void;
  onClose: () => void;
  onUndo: (done: Step & { at: 'done' }) => Promise<void>;
}) {
  const { step } = props;
  const { t } = useApp().i18n;
  if (step.at === 'choose' || step.at === 'reading') {
    return (
      <>
        <button type="button" class="button push" onClick={props.onClose}>
          {t('action.cancel')}
        </button>
        <button type="submit" class="button button-main" aria-disabled={step.at === 'reading'}>
          {t('ics.read')}
        </button>
      </>
    );
  }
  if (step.at === 'preview') {
    const n = step.preview.events.length;
    return (
      <>
        <button type="button" class="button push" onClick={props.onBack}>
          {t('ics.back')}
        </button>
        {n > 0 && (
          <button type="submit" class="button button-main">
            {t('ics.import', { n })}
          </button>
        )}
      </>
    );
  }
  if (step.at === 'importing') return null;
  const canUndo = step.outcome.inverses.length > 0 && !step.isUndone;
  return (
    <>
      {canUndo && (
        <button type="button" class="button push" onClick={() => void props.onUndo(step)}>
          {t('action.undo')}
        </button>
      )}
      <button type="submit" class="button button-main">
        {t('action.close')}
      </button>
    </>
  );
}
