import type { FC } from 'hono/jsx'
import type { Pull, Pulls } from '../../../src/contract/pulls.ts'
import type { Retention, Source, Sources } from '../../../src/contract/sources.ts'
import { type Message, plural, t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { age } from '../../../src/ui/dates.ts'
import { sizeLine } from '../../../src/ui/wording.ts'
import { PANELS } from '../../../src/urls.ts'
import { SelectField } from '../parts/field.tsx'
import { UploadControl } from '../parts/upload-control.tsx'
import { paths } from '../paths.ts'
import { Tool } from './panel.tsx'
import { PullForm, PullStatus } from './pulls.tsx'
import { SourceNameField } from './source-name-field.tsx'

export interface HistoriesProps {
  handle: string
  sources: Sources
  pulls: Pulls
  /** Unix seconds. */
  now: number
}

/** The histories merged into a page: what is stored of each, and forms to add, fetch, change and remove them. */
export const Histories: FC<HistoriesProps> = ({ handle, sources, pulls, now }) => (
  <Tool icon="histories" label={t('Histories')}>
    <div class="tool-body histories" id={PANELS.histories}>
      <h2 class="sr-only">{t('Histories')}</h2>
      <p class="hint">
        {t(
          'One page can combine several agents or machines. In use: {size} of {most}, {count} of {limit} histories.',
          {
            size: sizeLine(sources.bytes),
            most: sizeLine(sources.bytes_max),
            count: sources.sources.length,
            limit: sources.sources_max,
          },
        )}
      </p>
      {sources.sources.length > 0 && (
        <ul class="history-list">
          {sources.sources.map((source) => (
            <History handle={handle} source={source} pull={pullOf(pulls, source)} now={now} />
          ))}
        </ul>
      )}
      <details class="history-form">
        <summary>{t('Add a history')}</summary>
        <form method="post" action={paths.ownerAction(handle, 'sources')}>
          <SourceNameField id="history-new-name" value="" />
          <RetentionField id="history-new-retention" value="keep" />
          <button class="button button-primary" type="submit">
            {t('Add')}
          </button>
        </form>
      </details>
      <PullForm handle={handle} name={sources.sources.length > 0 ? '' : 'default'} />
      <details class="history-form">
        <summary>{t('Upload a whole history')}</summary>
        <p class="hint">{t('Sends the whole file. The server scans it and keeps it until you remove it.')}</p>
        <UploadControl
          id="history"
          handle={handle}
          label={t('Choose your history')}
          sources={sources.sources.map(({ name }) => name)}
        />
        <noscript>
          <p>
            <Sentence
              text="Uploading in the browser needs JavaScript. From a terminal, use {command}."
              with={{ command: <code>laurel push</code> }}
            />
          </p>
        </noscript>
      </details>
    </div>
  </Tool>
)

function pullOf({ pulls }: Pulls, { name }: Source): Pull | undefined {
  return pulls.find(({ source }) => source === name)
}

interface HistoryProps {
  handle: string
  source: Source
  pull: Pull | undefined
  now: number
}

const History: FC<HistoryProps> = ({ handle, source, pull, now }) => {
  const id = `history-${source.name}`
  return (
    <li>
      <h3>{source.name}</h3>
      <p class="hint">{facts(source, pull ? 'fetched' : 'uploaded', now).join(' · ')}</p>
      {(source.elsewhere.sessions > 0 || source.within.length > 0) && (
        <p class="hint">{duplicates(source)}</p>
      )}
      {source.needs_upload && (
        <p class="hint is-error">
          {source.kind === 'scanned'
            ? t('Counted by an older version. Upload it again to update its counts.')
            : t('Counted by an older version. Report it again to update its counts.')}
        </p>
      )}
      {pull && <PullStatus handle={handle} pull={pull} now={now} />}
      <details class="history-form">
        <summary aria-label={t('Change {name}', { name: source.name })}>{t('Change')}</summary>
        <form method="post" action={paths.sourceAction(handle, source.name, 'change')}>
          <SourceNameField id={`${id}-name`} value={source.name} />
          <RetentionField id={`${id}-retention`} value={source.retention} />
          <button class="button button-primary" type="submit">
            {t('Save')}
          </button>
        </form>
      </details>
      <details class="history-form">
        <summary aria-label={t('Remove {name}', { name: source.name })}>{t('Remove')}</summary>
        <form method="post" action={paths.sourceAction(handle, source.name, 'remove')}>
          <p>{t('The history is deleted and its counts leave the page. Badges you have earned stay.')}</p>
          <button class="button button-danger" type="submit">
            {t('Remove {name}', { name: source.name })}
          </button>
        </form>
      </details>
    </li>
  )
}

const RETENTIONS = [
  { value: 'keep', label: 'Keep until the next upload' },
  { value: 'delete-after-scan', label: 'Delete after scanning' },
] as const satisfies readonly { value: Retention; label: Message }[]

const RetentionField: FC<{ id: string; value: Retention }> = ({ id, value }) => (
  <SelectField
    id={id}
    name="retention"
    label={t('Uploaded file')}
    value={value}
    options={RETENTIONS.map(({ value, label }) => ({ value, label: t(label) }))}
    hint={t('Badges stay either way. To recount a deleted file with a newer version, upload it again.')}
  />
)

/** Explains sessions that other histories have too. */
function duplicates({ sessions, elsewhere, within }: Source): string {
  const named = (sources: readonly string[]) => sources.map((name) => t('“{name}”', { name })).join(', ')
  if (elsewhere.sessions === sessions) {
    return plural(
      sessions,
      'Its session is already here, from {names}.',
      'All {n} sessions are already here, from {names}.',
      { names: named(elsewhere.sources) },
    )
  }
  if (within.length > 0) {
    return plural(
      sessions,
      'Its session is also in {names}, and counted once.',
      'All {n} sessions are also in {names}, and counted once.',
      { names: named(within) },
    )
  }
  return plural(
    elsewhere.sessions,
    '{n} of its sessions are also in {names}, and counted once.',
    '{n} of its sessions are also in {names}, and counted once.',
    { names: named(elsewhere.sources) },
  )
}

/** How a history comes, by what is said of one that came and of one that is awaited. */
const CAME = {
  uploaded: { last: 'uploaded {when}', none: 'Nothing uploaded yet' },
  fetched: { last: 'fetched {when}', none: 'Nothing fetched yet' },
} as const

function facts(source: Source, came: keyof typeof CAME, now: number): string[] {
  const { kind, received_at, sessions, bytes, scanned } = source
  if (received_at === null) return [t(CAME[came].none), ...keeping(source)]
  if (kind === 'self-reported') {
    return [
      t('self-reported'),
      plural(sessions, '{n} session', '{n} sessions'),
      t('reported {when}', { when: age(received_at, now) }),
      ...(scanned ? [] : [t('not counted yet')]),
      // An uploaded file may stay beside reports.
      ...(bytes > 0 ? [t('{size} uploaded', { size: sizeLine(bytes) }), ...keeping(source)] : []),
    ]
  }
  return [
    bytes > 0 ? sizeLine(bytes) : t('file deleted'),
    plural(sessions, '{n} session', '{n} sessions'),
    t(CAME[came].last, { when: age(received_at, now) }),
    scanned ? t('scanned') : t('not scanned yet'),
    ...keeping(source),
  ]
}

function keeping({ retention, bytes, received_at }: Source): string[] {
  const awaited = bytes > 0 || received_at === null
  return retention === 'delete-after-scan' && awaited ? [t('deleted after scanning')] : []
}
