import type { Child, FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { COUNT_NOTES, FIELD_NOTES } from '../../../src/sync/reports/field-notes.ts'
import { Icon } from '../../../src/ui/icon.tsx'
import { fragmentOf, LOCAL_PLACES } from '../../../src/ui/local-place.ts'
import { DETAILS_TOO } from '../../../src/ui/wording.ts'
import { told } from './told.tsx'

export interface LocalResultProps {
  /** Further fields of the form. */
  children?: Child
  /** What the page will contain besides this history. */
  note?: string
  /** The history that it replaces, unless another is chosen. */
  source?: string | undefined
  /** Histories of which the page has details of sessions. */
  detailed?: readonly string[]
}

const PLACE_LABELS = {
  badges: 'Badges',
  sessions: 'Sessions',
  insights: 'Insights',
  wrapped: 'Wrapped',
} as const

/**
 * Shown above a page made in this browser: says that no one else sees it, leads to its sessions and insights, and
 * offers to publish it. A script unhides and fills it.
 */
export const LocalResult: FC<LocalResultProps> = (props) => (
  <>
    <LocalBar {...props} />
    <div class="local-details" data-local-details tabindex={-1} hidden>
      <div id="local-shown" data-live />
    </div>
  </>
)

const LocalBar: FC<LocalResultProps> = ({ children, note, source, detailed = [] }) => (
  <section class="local" aria-label={t('Your result')} data-local hidden>
    <div class="local-bar" data-local-bar>
      <p tabindex={-1} data-local-heading>
        <strong>{t('Only you can see this.')}</strong>{' '}
        <span class="hint">
          <span data-local-line /> {t('Nothing has been sent.')} {note}
        </span>
      </p>
      <nav class="local-places" aria-label={t('Your result')}>
        <ul>
          {LOCAL_PLACES.map((place) => (
            <li>
              <a href={fragmentOf(place)} data-place={place}>
                {t(PLACE_LABELS[place])}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="local-actions">
        <button class="button button-primary" type="button" data-publish-open>
          {t('Publish')} <Icon name="arrow" />
        </button>
        <button class="button" type="button" data-local-discard>
          {t('Discard')}
        </button>
      </div>
    </div>
    <form
      class="card publish"
      data-publish
      data-source={source ?? 'default'}
      data-detailed={detailed.join(' ')}
      aria-labelledby="publish-heading"
      hidden
    >
      <h2 id="publish-heading" tabindex={-1}>
        {t('Publish')}
      </h2>
      <div class="publish-parts">
        <div class="publish-fields">{children}</div>
        <Sent />
      </div>
      <div data-form-error />
      <div class="upload-progress">
        <progress class="bar" max={100} value={0} aria-label={t('Sessions sent')} hidden />
        <p class="upload-status" role="status" data-send-status />
      </div>
      <div class="local-actions">
        <button class="button button-primary" type="submit">
          {t('Publish now')}
        </button>
        <button class="button" type="button" data-publish-close>
          {t('Not yet')}
        </button>
      </div>
    </form>
  </section>
)

const Sent: FC = () => (
  <section class="sent" aria-labelledby="sent-heading">
    <h3 id="sent-heading">{t('What is sent')}</h3>
    <ul>
      <li>{t('Counts for each session, when it started, and which model it ran on.')}</li>
      <li data-details-off>{t('No messages, file paths or session ids: names are hashed.')}</li>
      <li data-details-on hidden>
        {t(
          'For your sessions and insights: each session’s title, id and first words, its times, tokens and costs, and the names of its models, tools and skills. Nothing else of your messages.',
        )}
      </li>
      <li>{t('The first publish sends everything, later ones only changes.')}</li>
    </ul>
    <p>{t('Your page will say that its numbers are self-reported.')}</p>
    <p class="sent-size" role="status" data-sent-size />
    <label class="choice" for="send-details">
      <input id="send-details" type="checkbox" data-details />
      <span class="choice-text">
        <strong>{t('{choice}, for me alone', { choice: t(DETAILS_TOO) })}</strong>{' '}
        <span class="hint">
          {t(
            'sends titles, first words, times, tokens, costs, models, tools and skills; nobody else can see them',
          )}
        </span>
      </span>
    </label>
    <div class="details-removed" role="status">
      <p class="notice" data-details-removed hidden>
        {t(
          'Your page has details of these sessions. Publishing without them removes those that this browser sent. Counts and badges stay.',
        )}
      </p>
    </div>
    <label class="choice" for="send-titles" data-details-off>
      <input id="send-titles" type="checkbox" data-titles />
      <span class="choice-text">
        <strong>{t('Send session titles too')}</strong>{' '}
        <span class="hint">{t('so that you can see which session earned a badge; nobody else can')}</span>
      </span>
    </label>
    <details data-sent>
      <summary>{t('See exactly what’s sent')}</summary>
      <div class="sent-text">
        <section class="code" aria-label={t('What is sent, as JSON')} tabindex={0}>
          <pre data-sent-json />
        </section>
        <p class="hint" data-sent-note />
        <button class="button" type="button" data-copy-text>
          <Icon name="copy" /> <span data-copy-label>{t('Copy')}</span>
        </button>
      </div>
    </details>
    <details>
      <summary>{t('What each field means')}</summary>
      <dl class="field-notes">
        {Object.entries(FIELD_NOTES).map(([field, note]) => (
          <div>
            <dt>
              <code>{field}</code>
            </dt>
            <dd>{told(note)}</dd>
          </div>
        ))}
      </dl>
      <section aria-label={t('What each count means')} class="count-notes" tabindex={0}>
        <dl class="field-notes">
          {Object.entries(COUNT_NOTES).map(([count, note]) => (
            <div>
              <dt>
                <code>{count}</code>
              </dt>
              <dd>{told(note)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </details>
    <p class="hint">
      {t(
        'Session names are hashed with a key that only you and this server have, so that a session counts once wherever you publish from. The key for fingerprints never leaves this browser.',
      )}
    </p>
  </section>
)
