import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { Icon } from '../../../src/ui/icon.tsx'

export interface UploadControlProps {
  /** Unique within the page. */
  id: string
  /** The profile's handle; absent if a script sets it later. */
  handle?: string
  label: string
  /** Names of the profile's histories. With several, the reader chooses the one to replace. */
  sources?: readonly string[]
}

/** A file chooser that uploads the chosen files at once, with its own progress. Hidden until a script unhides it. */
export const UploadControl: FC<UploadControlProps> = ({ id, handle, label, sources = [] }) => (
  <div class="upload" data-upload={handle ?? ''} hidden>
    <label class="drop" for={id}>
      <Icon name="upload" />
      <span>
        <strong>{label}</strong>
        <span class="hint">
          <Sentence
            text="Choose {file}, or drop it here. It’s in {folder}. If the agent is running, select {wal} or {journal} as well."
            with={{
              file: <code>state.db</code>,
              folder: <code>~/.hermes</code>,
              wal: <code>state.db-wal</code>,
              journal: <code>state.db-journal</code>,
            }}
          />
        </span>
      </span>
    </label>
    <HistoryInput id={id} />
    {sources.length > 1 && (
      <p class="upload-source">
        <label for={`${id}-source`}>{t('Replaces')}</label>{' '}
        <select id={`${id}-source`} data-upload-source>
          {sources.map((name) => (
            <option value={name}>{name}</option>
          ))}
        </select>
      </p>
    )}
    {sources.length === 1 && <input type="hidden" data-upload-source value={sources[0]} />}
    <UploadProgress />
  </div>
)

/** Accepts a database with its -wal and -journal, whatever their names. */
export const HistoryInput: FC<{ id: string }> = ({ id }) => (
  <input id={id} class="sr-only" type="file" multiple />
)

/** Progress of an upload, unhidden by a script. */
export const UploadProgress: FC = () => (
  <div class="upload-progress">
    <progress class="bar" max={100} value={0} aria-label={t('Upload')} hidden />
    <p class="upload-status" role="status" data-upload-status />
    <div class="upload-buttons" data-upload-buttons hidden>
      <button class="button" type="button" data-upload-pause>
        {t('Pause')}
      </button>
      <button class="button" type="button" data-upload-cancel>
        {t('Cancel upload')}
      </button>
    </div>
  </div>
)
