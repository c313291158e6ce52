import type { FC } from 'hono/jsx'
import type { Pull, Pulls } from '../../../src/contract/pulls.ts'
import type { Retention, Source, Sources } from '../../../src/contract/sources.ts'
import { age } from '../../../src/ui/dates.ts'
import { counted, grouped, sizeLine } from '../../../src/ui/wording.ts'
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
  <Tool icon="histories" label="Histories">
    <div class="tool-body histories" id={PANELS.histories}>
      <h2 class="sr-only">Histories</h2>
      <p class="hint">
        One page can combine several agents or machines. In use: {sizeLine(sources.bytes)} of{' '}
        {sizeLine(sources.bytes_max)}, {grouped(sources.sources.length)} of {grouped(sources.sources_max)}{' '}
        histories.
      </p>
      {sources.sources.length > 0 && (
        <ul class="history-list">
          {sources.sources.map((source) => (
            <History handle={handle} source={source} pull={pullOf(pulls, source)} now={now} />
          ))}
        </ul>
      )}
      <details class="history-form">
        <summary>Add a history</summary>
        <form method="post" action={paths.ownerAction(handle, 'sources')}>
          <SourceNameField id="history-new-name" value="" />
          <RetentionField id="history-new-retention" value="keep" />
          <button class="button button-primary" type="submit">
            Add
          </button>
        </form>
      </details>
      <PullForm handle={handle} name={sources.sources.length > 0 ? '' : 'default'} />
      <details class="history-form">
        <summary>Upload a whole history</summary>
        <p class="hint">Sends the whole file. The server scans it and keeps it until you remove it.</p>
        <UploadControl
          id="history"
          handle={handle}
          label="Choose your history"
          sources={sources.sources.map(({ name }) => name)}
        />
        <noscript>
          <p>
            Uploading in the browser needs JavaScript. From a terminal, use <code>laurel push</code>.
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
          Counted by an older version. {source.kind === 'scanned' ? 'Upload' : 'Report'} it again to update
          its counts.
        </p>
      )}
      {pull && <PullStatus handle={handle} pull={pull} now={now} />}
      <details class="history-form">
        <summary aria-label={`Change ${source.name}`}>Change</summary>
        <form method="post" action={paths.sourceAction(handle, source.name, 'change')}>
          <SourceNameField id={`${id}-name`} value={source.name} />
          <RetentionField id={`${id}-retention`} value={source.retention} />
          <button class="button button-primary" type="submit">
            Save
          </button>
        </form>
      </details>
      <details class="history-form">
        <summary aria-label={`Remove ${source.name}`}>Remove</summary>
        <form method="post" action={paths.sourceAction(handle, source.name, 'remove')}>
          <p>The history is deleted and its counts leave the page. Badges you have earned stay.</p>
          <button class="button button-danger" type="submit">
            Remove {source.name}
          </button>
        </form>
      </details>
    </li>
  )
}

const RETENTIONS: readonly { value: Retention; label: string }[] = [
  { value: 'keep', label: 'Keep until the next upload' },
  { value: 'delete-after-scan', label: 'Delete after scanning' },
]

const RetentionField: FC<{ id: string; value: Retention }> = ({ id, value }) => (
  <SelectField
    id={id}
    name="retention"
    label="Uploaded file"
    value={value}
    options={RETENTIONS}
    hint="Badges stay either way. To recount a deleted file with a newer version, upload it again."
  />
)

/** Explains sessions that other histories have too. */
function duplicates({ sessions, elsewhere, within }: Source): string {
  const named = (sources: readonly string[]) => sources.map((name) => `“${name}”`).join(', ')
  const all = sessions === 1 ? 'Its session is' : `All ${grouped(sessions)} sessions are`
  if (elsewhere.sessions === sessions) return `${all} already here, from ${named(elsewhere.sources)}.`
  if (within.length > 0) return `${all} also in ${named(within)}, and counted once.`
  const names = named(elsewhere.sources)
  return `${grouped(elsewhere.sessions)} of its sessions are also in ${names}, and counted once.`
}

function facts(source: Source, came: 'uploaded' | 'fetched', now: number): string[] {
  const { kind, received_at, sessions, bytes, scanned } = source
  if (received_at === null) return [`Nothing ${came} yet`, ...keeping(source)]
  if (kind === 'self-reported') {
    return [
      'self-reported',
      counted(sessions, 'session'),
      `reported ${age(received_at, now)}`,
      ...(scanned ? [] : ['not counted yet']),
      // An uploaded file may stay beside reports.
      ...(bytes > 0 ? [`${sizeLine(bytes)} uploaded`, ...keeping(source)] : []),
    ]
  }
  return [
    bytes > 0 ? sizeLine(bytes) : 'file deleted',
    counted(sessions, 'session'),
    `${came} ${age(received_at, now)}`,
    scanned ? 'scanned' : 'not scanned yet',
    ...keeping(source),
  ]
}

function keeping({ retention, bytes, received_at }: Source): string[] {
  const awaited = bytes > 0 || received_at === null
  return retention === 'delete-after-scan' && awaited ? ['deleted after scanning'] : []
}
