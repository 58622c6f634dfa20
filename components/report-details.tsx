import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ServerReport } from '../lib/protocol/relay.ts';
import type { FamilyView } from '../lib/stores/family-view.ts';
import type { ProblemCode } from '../lib/stores/problems.ts';
import { bytesText, deviceNamer, entryText, type RecordLine, readRecord } from '../lib/stores/server-report.ts';
import { useApp } from './app-context.ts';

/** Sealed values that are shown at first. */
const SHOWN_SAMPLES = 5;

/** What came back, and the record in it, read. */
interface Answered {
  readonly report: ServerReport;
  readonly record: readonly RecordLine[];
}

/** Asks the server, again whenever `asked` grows, and shows all that it has. */
export function ReportDetails({ family, asked }: { family: FamilyView; asked: number }) {
  const { client, i18n } = useApp();
  const { t } = i18n;
  const view = useSignal<Answered | null>(null);
  const problem = useSignal<ProblemCode | null>(null);
  const isBusy = useSignal<boolean>(true);

  async function ask(): Promise<void> {
    isBusy.value = true;
    const outcome = await client.run({ type: 'readServerReport' });
    // The worker has checked it: it comes as the schema says.
    const report = outcome.ok ? (outcome.value?.report as ServerReport | undefined) : undefined;
    problem.value = outcome.ok ? (report === undefined ? 'internal' : null) : outcome.error;
    if (report !== undefined) view.value = { report, record: await readRecord(report) };
    isBusy.value = false;
  }

  useEffect(() => void ask(), [asked]);

  return (
    <>
      <p class="hint" role="status">
        {isBusy.value ? t('report.asking') : view.value === null ? '' : t('report.asked')}
      </p>
      {problem.value !== null && (
        <p class="error" role="alert">
          {t(`error.${problem.value}`)}
        </p>
      )}
      {view.value !== null && problem.value === null && <Report {...view.value} family={family} />}
    </>
  );
}

function Report({ report, record, family }: Answered & { family: FamilyView }) {
  const { i18n } = useApp();
  const { t } = i18n;
  const deviceName = deviceNamer(family.people.value, t);
  const { moment } = family.moments.value;
  const size = (bytes: number) => bytesText(bytes, i18n.locale.value);
  const count = (n: number) => new Intl.NumberFormat(i18n.locale.value).format(n);
  const { document } = report;
  const operations = document.writers.reduce((sum, writer) => sum + writer.operations, 0);
  return (
    <div class="report">
      <dl class="facts">
        <Fact name={t('report.at')} value={moment(report.at)} />
        <Fact name={t('report.bytes')} value={size(report.bytes.chain + report.bytes.document + report.bytes.other)} />
        <Fact name={t('report.bytes.record')} value={size(report.bytes.chain)} />
        <Fact name={t('report.bytes.content')} value={size(report.bytes.document)} />
        <Fact name={t('report.bytes.other')} value={size(report.bytes.other)} />
        <Fact name={t('report.knocks')} value={count(report.knocks.length)} />
        <Fact name={t('report.proofs')} value={count(report.usedProofs)} />
      </dl>

      <h3>{t('report.devices')}</h3>
      <p class="hint">{t('report.devices.hint')}</p>
      <ul class="report-rows" aria-label={t('report.devices')}>
        {report.devices.map(({ id, lastConnectedAt, sockets }) => (
          <li key={id}>
            <span dir="auto">{deviceName(id)}</span>
            <small>
              {sockets > 0
                ? t('report.connected')
                : lastConnectedAt === undefined
                  ? t('report.neverConnected')
                  : t('report.lastConnected', { when: moment(lastConnectedAt) })}
            </small>
          </li>
        ))}
      </ul>

      <h3>{t('report.record')}</h3>
      <p class="hint">{t('report.record.hint')}</p>
      <ol class="report-rows" aria-label={t('report.record')}>
        {record.map(({ entry, at, bytes }, index) => (
          <li key={index}>
            <span dir="auto">{entryText(entry, deviceName, i18n)}</span>
            <small>
              {moment(at)} · {size(bytes)}
            </small>
          </li>
        ))}
      </ol>

      <h3>{t('report.content')}</h3>
      <p class="hint">{t('report.content.hint')}</p>
      <dl class="facts">
        <Fact name={t('report.values')} value={count(document.values)} />
        <Fact name={t('report.snapshot')} value={size(document.snapshotBytes)} />
        <Fact name={t('report.rows')} value={count(document.rows)} />
        <Fact name={t('report.writers')} value={count(document.writers.length)} />
        <Fact name={t('report.operations')} value={count(operations)} />
      </dl>
      {document.sizes.length > 0 && (
        <p class="hint">
          {t('report.sizes')}{' '}
          {document.sizes.map(({ bytes, values }) => t('report.size', { n: values, size: size(bytes) })).join(', ')}
        </p>
      )}
      <Samples samples={document.samples} size={size} />
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Sealed values as they lie there, letter by letter. */
function Samples(props: { samples: ServerReport['document']['samples']; size: (bytes: number) => string }) {
  const { t } = useApp().i18n;
  const isAll = useSignal<boolean>(false);
  const { samples, size } = props;
  if (samples.length === 0) return null;
  return (
    <>
      <h4>{t('report.samples')}</h4>
      <p class="hint">{t('report.samples.hint')}</p>
      <ul class="samples" aria-label={t('report.samples')} dir="ltr" translate={false}>
        {(isAll.value ? samples : samples.slice(0, SHOWN_SAMPLES)).map(({ key, sealed, bytes }) => (
          <li key={key}>
            <code>{key}</code>
            <code class="sealed">{sealed}</code>
            <small>{size(bytes)}</small>
          </li>
        ))}
      </ul>
      {samples.length > SHOWN_SAMPLES && !isAll.value && (
        <div>
          <button
            type="button"
            class="button button-small"
            onClick={() => {
              isAll.value = true;
            }}
          >
            {t('report.samples.all')}
          </button>
        </div>
      )}
    </>
  );
}
