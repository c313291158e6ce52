import type { Child, FC } from 'hono/jsx'
import { COUNT_NOTES, FIELD_NOTES } from '../../../src/sync/reports/field-notes.ts'
import { Icon } from '../../../src/ui/icon.tsx'

export interface LocalResultProps {
  /** Further fields of the form. */
  children?: Child
  /** What the page will contain besides this history. */
  note?: string
  /** The history that it replaces, unless another is chosen. */
  source?: string | undefined
}

/** Only the command line sends records: a page does not keep them. */
const NOTES = Object.entries(FIELD_NOTES).filter(([field]) => field !== 'record')

/**
 * Shown above a page made in this browser: says that no one else sees it, and offers to publish it. A script unhides
 * and fills it.
 */
export const LocalResult: FC<LocalResultProps> = ({ children, note, source }) => (
  <section class="local" aria-label="Your result" data-local hidden>
    <div class="local-bar" data-local-bar>
      <p tabindex={-1} data-local-heading>
        <strong>Only you see this.</strong>{' '}
        <span class="hint">
          <span data-local-line /> Nothing was sent. {note}
        </span>
      </p>
      <div class="local-actions">
        <button class="button button-primary" type="button" data-publish-open>
          Publish <Icon name="arrow" />
        </button>
        <button class="button" type="button" data-local-discard>
          Discard
        </button>
      </div>
    </div>
    <form
      class="card publish"
      data-publish
      data-source={source ?? 'default'}
      aria-labelledby="publish-heading"
      hidden
    >
      <h2 id="publish-heading" tabindex={-1}>
        Publish
      </h2>
      <div class="publish-parts">
        <div class="publish-fields">{children}</div>
        <Sent />
      </div>
      <div data-form-error />
      <div class="upload-progress">
        <progress class="bar" max={100} value={0} aria-label="Sessions sent" hidden />
        <p class="upload-status" role="status" data-send-status />
      </div>
      <div class="local-actions">
        <button class="button button-primary" type="submit">
          Publish now
        </button>
        <button class="button" type="button" data-publish-close>
          Not yet
        </button>
      </div>
    </form>
  </section>
)

const Sent: FC = () => (
  <section class="sent" aria-labelledby="sent-heading">
    <h3 id="sent-heading">What is sent</h3>
    <p>
      How often things occurred in each session, when it began, and which model it was, under names that mean
      nothing to others. No message, no path, no session id. The first time that is all of it, later only what
      is new. The page says that its figures are self-reported.
    </p>
    <p class="sent-size" role="status" data-sent-size />
    <label class="choice" for="send-titles">
      <input id="send-titles" type="checkbox" data-titles />
      <span class="choice-text">
        <strong>Send session titles too</strong>{' '}
        <span class="hint">so that you see which session stands behind a badge; nobody else does</span>
      </span>
    </label>
    <details data-sent>
      <summary>Exactly this is sent</summary>
      <div class="sent-text">
        <section class="code" aria-label="What is sent, as JSON" tabindex={0}>
          <pre data-sent-json />
        </section>
        <p class="hint" data-sent-note />
        <button class="button" type="button" data-copy-text>
          <Icon name="copy" /> <span data-copy-label>Copy</span>
        </button>
      </div>
    </details>
    <details>
      <summary>What each field is</summary>
      <dl class="field-notes">
        {NOTES.map(([field, note]) => (
          <div>
            <dt>
              <code>{field}</code>
            </dt>
            <dd>{note}</dd>
          </div>
        ))}
      </dl>
      <section aria-label="What each count counts" class="count-notes" tabindex={0}>
        <dl class="field-notes">
          {Object.entries(COUNT_NOTES).map(([count, note]) => (
            <div>
              <dt>
                <code>{count}</code>
              </dt>
              <dd>{note}</dd>
            </div>
          ))}
        </dl>
      </section>
    </details>
    <p class="hint">
      Only you and this server have the key that the names are hashed with: by them, a session counts once,
      wherever it is reported from. The key of the fingerprints stays in this browser.
    </p>
  </section>
)
