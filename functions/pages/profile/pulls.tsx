import type { FC } from 'hono/jsx'
import type { Pull } from '../../../src/contract/pulls.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { age } from '../../../src/ui/dates.ts'
import { everyText, intervalText, pullText } from '../../../src/ui/pull-text.ts'
import { SelectField, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { SourceNameField } from './source-name-field.tsx'

/** Where a history is fetched from and how that goes, with forms to fetch it now and to end it. */
export const PullStatus: FC<{ handle: string; pull: Pull; now: number }> = ({ handle, pull, now }) => {
  const { source, host, interval_seconds, last_check } = pull
  return (
    <>
      <p class="hint">
        {t('From {host}, {often}', { host, often: everyText(interval_seconds) })}
        {last_check?.error ? '' : ` · ${outcome(pull, now)}`}
      </p>
      {last_check?.error && (
        <p class="hint is-error">
          {t('Failed {when}: {reason} {next}', {
            when: age(last_check.at, now),
            reason: pullText(pull),
            next: comesAgain(pull, now),
          })}
        </p>
      )}
      <form class="history-form" method="post" action={paths.pullAction(handle, source, 'now')}>
        <button class="link-button" type="submit" aria-label={t('Check now: {host}', { host })}>
          {t('Check now')}
        </button>
      </form>
      <details class="history-form">
        <summary aria-label={t('Stop fetching {name}', { name: source })}>{t('Stop fetching')}</summary>
        <form method="post" action={paths.pullAction(handle, source, 'remove')}>
          <p>{t('The history stays as it was fetched last.')}</p>
          <button class="button button-danger" type="submit">
            {t('Stop fetching from {host}', { host })}
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
    <summary>{t('Fetch a history from a URL')}</summary>
    <form method="post" action={paths.ownerAction(handle, 'pulls')}>
      <p class="hint">
        <Sentence
          text="For a {file} on a share, in a bucket or on a NAS. The server checks it for changes, so your page stays up to date."
          with={{ file: <code>state.db</code> }}
        />
      </p>
      <SourceNameField id="pull-name" value={name} />
      <TextField
        id="pull-url"
        name="url"
        label="URL"
        hint={t('Must start with https://. Later you only see its host.')}
        pattern="https?://.+"
        maxlength={2048}
      />
      <SelectField
        id="pull-interval"
        name="interval"
        label={t('Check every')}
        value="3600"
        options={INTERVALS.map((seconds) => ({ value: String(seconds), label: intervalText(seconds) }))}
      />
      <TextField
        id="pull-header-name"
        name="header_name"
        label={t('Header (optional)')}
        placeholder="Authorization"
        maxlength={64}
        optional
      />
      <TextField
        id="pull-header-value"
        name="header_value"
        label={t('Its value')}
        type="password"
        hint={t('Only sent to that URL. You won’t see it again.')}
        maxlength={4096}
        optional
      />
      <button class="button button-primary" type="submit">
        {t('Fetch')}
      </button>
    </form>
  </details>
)

/** What the last look came to, and when it was. */
function outcome(pull: Pull, now: number): string {
  const { fetched, last_check } = pull
  if (fetched || last_check === null) return pullText(pull)
  const when = age(last_check.at, now)
  return last_check.outcome === 'stored'
    ? t('Updated {when}', { when })
    : t('Checked {when}, unchanged', { when })
}

function comesAgain({ next_at }: Pull, now: number): string {
  const minutes = Math.max(1, Math.ceil((next_at - now) / 60))
  return minutes < 120
    ? t('Next try in {n} min.', { n: minutes })
    : t('Next try in {n} h.', { n: Math.round(minutes / 60) })
}
