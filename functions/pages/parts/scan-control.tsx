import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { Icon } from '../../../src/ui/icon.tsx'
import { HistoryInput } from './upload-control.tsx'

/**
 * A file chooser that scans the chosen files in this browser, with its own progress. Hidden until a script unhides it.
 */
export const ScanControl: FC<{ id: string; label: string }> = ({ id, label }) => (
  <div class="upload scan" data-scan hidden>
    <label class="drop" for={id}>
      <Icon name="history" />
      <span>
        <strong>{label}</strong>
        <span class="hint">
          <Sentence
            text="or browse: it’s in {folder}. If the agent is running, select {wal} or {journal} as well."
            with={{
              folder: <code>~/.hermes</code>,
              wal: <code>state.db-wal</code>,
              journal: <code>state.db-journal</code>,
            }}
          />
        </span>
      </span>
    </label>
    <HistoryInput id={id} />
    <ScanProgress />
    <p class="scan-promise">
      <Icon name="private" />{' '}
      {t(
        'Read in your browser. Nothing leaves it until you publish, and then only counts, unless you choose more.',
      )}
    </p>
  </div>
)

/** The same as a button, for a page that has a history already. A file can be dropped anywhere on the page. */
export const UpdateControl: FC<{ id: string }> = ({ id }) => (
  <div class="upload scan update" data-scan hidden>
    <label class="drop button button-primary" for={id}>
      <Icon name="refresh" /> <span data-update-label>{t('Update')}</span>
    </label>
    <HistoryInput id={id} />
    <ScanProgress />
    <p class="hint">
      <Icon name="private" />{' '}
      <Sentence
        text="Choose {file}, or drop it anywhere on this page. It’s read in your browser, and nothing is sent until you publish."
        with={{ file: <code>state.db</code> }}
      />{' '}
      <button class="link-button" type="button" data-other-files hidden>
        {t('Choose another file')}
      </button>
    </p>
  </div>
)

const ScanProgress: FC = () => (
  <div class="upload-progress">
    <progress class="bar" max={100} value={0} aria-label={t('Sessions read')} hidden />
    <p class="upload-status" role="status" data-scan-status />
    <button class="button" type="button" data-scan-cancel hidden>
      {t('Cancel')}
    </button>
  </div>
)
