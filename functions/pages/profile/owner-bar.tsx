import type { FC } from 'hono/jsx'
import type { Sources } from '../../../src/contract/sources.ts'
import { Icon } from '../../../src/page/icon.tsx'
import { SelectField, TextField, TimeZoneField, VisibilityField } from '../parts/field.tsx'
import { LocalResult } from '../parts/local-result.tsx'
import { ScanControl } from '../parts/scan-control.tsx'
import { UploadControl } from '../parts/upload-control.tsx'
import { ownerActionPath, SIGN_OUT_PATH, templatesPath } from '../paths.ts'
import { Histories } from './histories.tsx'

export interface OwnerBarProps {
  profile: { handle: string; time_zone: string; visibility: string }
  hasSnapshot: boolean
  sources: Sources
  /** Unix seconds. */
  now: number
}

const NOTE_ONE = 'What you have earned already stays.'
const NOTE_SEVERAL =
  'This is this history alone: on your page it joins the others, and what you have earned already stays.'

/**
 * What only the owner sees: a history to scan or upload, a rescan, settings, the way out. All but the first two are
 * plain forms.
 */
export const OwnerBar: FC<OwnerBarProps> = ({ profile, hasSnapshot, sources, now }) => {
  const { handle } = profile
  const names = sources.sources.map(({ name }) => name)
  return (
    <section class="owner" aria-label="Owner tools">
      <ScanControl
        id="scan-history"
        label={hasSnapshot ? 'Bring the page up to date: drop state.db here' : 'Drop your state.db here'}
      />
      <LocalResult note={names.length > 1 ? NOTE_SEVERAL : NOTE_ONE} source={names[0]}>
        <PublishSource names={names} />
      </LocalResult>
      <div class="owner-actions">
        <details class="panel">
          <summary class="button">
            <Icon name="upload" /> Upload the history itself
          </summary>
          <div class="panel-body">
            <p class="hint">All of it is sent and read by the server, where it stays until you remove it.</p>
            <UploadControl id="history" handle={handle} label="Choose your history" sources={names} />
            <noscript>
              <p>
                In the browser this takes a script. From a terminal, <code>laurel push</code> does it.
              </p>
            </noscript>
          </div>
        </details>
        {hasSnapshot && (
          <form method="post" action={ownerActionPath(handle, 'rescan')}>
            <button class="button" type="submit">
              <Icon name="refresh" /> Rescan
            </button>
          </form>
        )}
        <Histories handle={handle} sources={sources} now={now} />
        <a class="button" href={templatesPath(handle)}>
          <Icon name="templates" /> Templates
        </a>
        <details class="panel">
          <summary class="button">
            <Icon name="settings" /> Settings
          </summary>
          <form class="panel-body" method="post" action={ownerActionPath(handle, 'settings')}>
            <VisibilityField id="settings-visibility" value={profile.visibility} />
            <TimeZoneField
              id="settings-time-zone"
              value={profile.time_zone}
              hint="Decides what counts as night and weekend."
            />
            <button class="button button-primary" type="submit">
              Save
            </button>
          </form>
        </details>
        <details class="panel">
          <summary class="button">
            <Icon name="trash" /> Delete
          </summary>
          <form class="panel-body" method="post" action={ownerActionPath(handle, 'delete')}>
            <p>The page, its histories and every unlock are removed for good.</p>
            <TextField
              id="delete-confirm"
              name="confirm"
              label={`Type ${handle} to confirm`}
              pattern={handle}
            />
            <button class="button button-danger" type="submit">
              Delete @{handle}
            </button>
          </form>
        </details>
        <form method="post" action={SIGN_OUT_PATH}>
          <button class="button" type="submit">
            <Icon name="sign_out" /> Sign out
          </button>
        </form>
      </div>
    </section>
  )
}

/** Which of several histories the scanned one takes the place of. */
const PublishSource: FC<{ names: readonly string[] }> = ({ names }) =>
  names.length > 1 ? (
    <SelectField
      id="publish-source"
      name="source"
      label="It takes the place of"
      value={names[0] ?? ''}
      options={names.map((name) => ({ value: name, label: name }))}
    />
  ) : null
