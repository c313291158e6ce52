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
        <strong>Only you can see this.</strong>{' '}
        <span class="hint">
          <span data-local-line /> Nothing has been sent. {note}
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
    <ul>
      <li>Counts for each session, when it started, and which model it ran on.</li>
      <li>No messages, file paths or session ids: names are hashed.</li>
      <li>The first publish sends everything, later ones only changes.</li>
    </ul>
    <p>Your page will say that its numbers are self-reported.</p>
    <p class="sent-size" role="status" data-sent-size />
    <label class="choice" for="send-titles">
      <input id="send-titles" type="checkbox" data-titles />
      <span class="choice-text">
        <strong>Send session titles too</strong>{' '}
        <span class="hint">so that you can see which session earned a badge; nobody else can</span>
      </span>
    </label>
    <details data-sent>
      <summary>See exactly what’s sent</summary>
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
      <summary>What each field means</summary>
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
      <section aria-label="What each count means" class="count-notes" tabindex={0}>
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
      Session names are hashed with a key that only you and this server have, so that a session counts once
      wherever you publish from. The key for fingerprints never leaves this browser.
    </p>
  </section>
)
