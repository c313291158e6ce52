import type { FC } from 'hono/jsx'
import type { Pull } from '../../../src/contract/pulls.ts'
import { age } from '../../../src/ui/dates.ts'
import { everyText, intervalText, pullText } from '../../../src/ui/pull-text.ts'
import { SelectField, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { SourceNameField } from './source-name-field.tsx'

/** Where a history is fetched from and how that goes, with forms to fetch it now and to end it. */
export const PullStatus: FC<{ handle: string; pull: Pull; now: number }> = ({ handle, pull, now }) => {
  const { source, host, interval_seconds, last_check } = pull
  const checked = last_check ? ` ${age(last_check.at, now)}` : ''
  return (
    <>
      <p class="hint">
        From {host}, {everyText(interval_seconds)}
        {last_check?.error ? '' : ` · ${inLine(pullText(pull))}${pull.fetched ? '' : checked}`}
      </p>
      {last_check?.error && (
        <p class="hint is-error">
          Failed{checked}: {pullText(pull)} {comesAgain(pull, now)}
        </p>
      )}
      <form class="history-form" method="post" action={paths.pullAction(handle, source, 'now')}>
        <button class="link-button" type="submit" aria-label={`Check now: ${host}`}>
          Check now
        </button>
      </form>
      <details class="history-form">
        <summary aria-label={`Stop fetching ${source}`}>Stop fetching</summary>
        <form method="post" action={paths.pullAction(handle, source, 'remove')}>
          <p>The history stays as it was fetched last.</p>
          <button class="button button-danger" type="submit">
            Stop fetching from {host}
          </button>
        </form>
      </details>
    </>
  )
}

const INTERVALS: readonly number[] = [900, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600]

/** Sets where a history is fetched from, a new one or one of those that are here. */
export const PullForm: FC<{ handle: string; name: string }> = ({ handle, name }) => (
  <details class="history-form">
    <summary>Fetch a history from a URL</summary>
    <form method="post" action={paths.ownerAction(handle, 'pulls')}>
      <p class="hint">
        For a <code>state.db</code> on a share, in a bucket or on a NAS. The server checks it for changes, so
        your page stays up to date.
      </p>
      <SourceNameField id="pull-name" value={name} />
      <TextField
        id="pull-url"
        name="url"
        label="URL"
        hint="Must start with https://. Later you only see its host."
        pattern="https?://.+"
        maxlength={2048}
      />
      <SelectField
        id="pull-interval"
        name="interval"
        label="Check every"
        value="3600"
        options={INTERVALS.map((seconds) => ({ value: String(seconds), label: intervalText(seconds) }))}
      />
      <TextField
        id="pull-header-name"
        name="header_name"
        label="Header (optional)"
        placeholder="Authorization"
        maxlength={64}
        optional
      />
      <TextField
        id="pull-header-value"
        name="header_value"
        label="Its value"
        type="password"
        hint="Only sent to that URL. You won’t see it again."
        maxlength={4096}
        optional
      />
      <button class="button button-primary" type="submit">
        Fetch
      </button>
    </form>
  </details>
)

function inLine(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function comesAgain({ next_at }: Pull, now: number): string {
  const minutes = Math.max(1, Math.ceil((next_at - now) / 60))
  return `Next try in ${minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`}.`
}
