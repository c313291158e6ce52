import type { FC } from 'hono/jsx'
import type { SignIns } from '../../../src/contract/owner-key.ts'
import type { Visibility } from '../../../src/contract/profiles.ts'
import type { Pulls } from '../../../src/contract/pulls.ts'
import type { Sources } from '../../../src/contract/sources.ts'
import type { Webhooks } from '../../../src/contract/webhooks.ts'
import { Icon } from '../../../src/ui/icon.tsx'
import { PANELS, paths } from '../../../src/urls.ts'
import { SelectField, TextField, TimeZoneField, VisibilityField } from '../parts/field.tsx'
import { LocalResult } from '../parts/local-result.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { ScanControl } from '../parts/scan-control.tsx'
import { Histories } from './histories.tsx'
import { KeySettings } from './key-settings.tsx'
import { Panel } from './panel.tsx'
import { WebhookPanel } from './webhooks.tsx'

export interface OwnerBarProps {
  profile: {
    handle: string
    time_zone: string
    unknown_time_zone?: string | undefined
    visibility: Visibility
    sync_to_insights?: boolean | undefined
  }
  hasSnapshot: boolean
  sources: Sources
  pulls: Pulls
  webhooks: Webhooks
  signIns: SignIns
  /** Unix seconds. */
  now: number
}

const NOTE_ONE = 'Badges you have already earned stay.'
const NOTE_SEVERAL =
  'This is one history on its own. On your page it joins the others, and badges you have already earned stay.'

/**
 * Shown to the owner only: a history to scan, and the page's tools. All but the first are plain links and forms, the
 * latter in panels.
 */
export const OwnerBar: FC<OwnerBarProps> = ({
  profile,
  hasSnapshot,
  sources,
  pulls,
  webhooks,
  signIns,
  now,
}) => {
  const { handle } = profile
  const names = sources.sources.map(({ name }) => name)
  return (
    <section class="owner" aria-label="Owner tools">
      <OwnerNav handle={handle} current="page" />
      <ScanControl
        id="scan-history"
        label={hasSnapshot ? 'Update: drop state.db here' : 'Drop your state.db here'}
      />
      <LocalResult note={names.length > 1 ? NOTE_SEVERAL : NOTE_ONE} source={names[0]}>
        <PublishSource names={names} />
      </LocalResult>
      <div class="tools">
        {hasSnapshot && (
          <form method="post" action={paths.ownerAction(handle, 'rescan')}>
            <button class="tool" type="submit">
              <Icon name="refresh" /> Rescan
            </button>
          </form>
        )}
        <VisibilityPanel handle={handle} visibility={profile.visibility} />
        <Histories handle={handle} sources={sources} pulls={pulls} now={now} />
        <WebhookPanel handle={handle} webhooks={webhooks} now={now} />
        <a class="tool" href={paths.embed(handle)}>
          <Icon name="embed" /> Embed
        </a>
        <ExportPanel handle={handle} />
        <SettingsPanel
          handle={handle}
          timeZone={profile.time_zone}
          unknownZone={profile.unknown_time_zone}
          live={profile.sync_to_insights === true}
          signIns={signIns}
        />
        <DeletePanel handle={handle} />
        <form method="post" action={paths.signOut}>
          <button class="tool" type="submit">
            <Icon name="sign_out" /> Sign out
          </button>
        </form>
      </div>
    </section>
  )
}

const VISIBILITY_LABELS = { private: 'Private', unlisted: 'Unlisted', public: 'Public' } as const

const VisibilityPanel: FC<{ handle: string; visibility: Visibility }> = ({ handle, visibility }) => (
  <Panel icon={visibility} label={VISIBILITY_LABELS[visibility]}>
    <form class="panel-body" method="post" action={paths.ownerAction(handle, 'settings')}>
      <VisibilityField id="settings-visibility" value={visibility} />
      <button class="button button-primary" type="submit">
        Save
      </button>
    </form>
  </Panel>
)

const SettingsPanel: FC<{
  handle: string
  timeZone: string
  /** The zone that the owner chose, if this server does not know it. */
  unknownZone: string | undefined
  live: boolean
  signIns: SignIns
}> = ({ handle, timeZone, unknownZone, live, signIns }) => (
  <Panel icon="settings" label="Settings">
    <div class="panel-body" id={PANELS.settings}>
      <h2 class="sr-only">Settings</h2>
      <form class="panel-form" method="post" action={paths.ownerAction(handle, 'settings')}>
        <TimeZoneField
          id="settings-time-zone"
          value={timeZone}
          hint={
            unknownZone === undefined
              ? 'Decides what counts as night and weekend, and on which day you earned a badge. You can change it once a week.'
              : `This server doesn’t know ${unknownZone}, so it uses UTC.`
          }
        />
        <SelectField
          id="settings-live-reports"
          name="live_reports"
          label="Live sessions"
          value={live ? 'kept' : 'dropped'}
          options={[
            { value: 'dropped', label: 'Ignore' },
            { value: 'kept', label: 'Accept' },
          ]}
          hint="Sessions that agents report while they run. They show in your lists and insights only and earn no badges."
        />
        <button class="button button-primary" type="submit">
          Save
        </button>
      </form>
      <form class="panel-form" method="post" action={paths.ownerAction(handle, 'recount')}>
        <p class="hint">
          Badges stay even if your counts drop. If you added someone else’s history, or the same one twice, a
          recount keeps only what your histories support. You can check what would go first.
        </p>
        <button class="button" type="submit">
          Recount…
        </button>
      </form>
      <KeySettings handle={handle} timeZone={timeZone} signIns={signIns} />
    </div>
  </Panel>
)

const ExportPanel: FC<{ handle: string }> = ({ handle }) => (
  <Panel icon="download" label="Export">
    <ul class="panel-body exports">
      <Download href={paths.exportApi(handle, 'markdown')} name="Markdown" hint="all badges in tables" />
      <Download href={paths.exportApi(handle, 'svg')} name="SVG" hint="all badges in one picture" />
      <Download
        href={paths.exportApi(handle, 'json')}
        name="JSON"
        hint="full data; your copy names the sessions"
      />
      <Download
        href={paths.archiveApi(handle)}
        name="ZIP archive"
        hint="everything stored, including your histories; for you alone"
      />
    </ul>
  </Panel>
)

const Download: FC<{ href: string; name: string; hint: string }> = ({ href, name, hint }) => (
  <li>
    <a href={href} download="">
      {name}
    </a>{' '}
    <span class="hint">{hint}</span>
  </li>
)

const DeletePanel: FC<{ handle: string }> = ({ handle }) => (
  <Panel icon="trash" label="Delete">
    <form class="panel-body" method="post" action={paths.ownerAction(handle, 'delete')}>
      <p>This deletes the page, its histories and all its badges for good.</p>
      <TextField id="delete-confirm" name="confirm" label={`Type ${handle} to confirm`} pattern={handle} />
      <button class="button button-danger" type="submit">
        Delete @{handle}
      </button>
    </form>
  </Panel>
)

/** Chooses which of several histories to replace. */
const PublishSource: FC<{ names: readonly string[] }> = ({ names }) =>
  names.length > 1 ? (
    <SelectField
      id="publish-source"
      name="source"
      label="Replaces"
      value={names[0] ?? ''}
      options={names.map((name) => ({ value: name, label: name }))}
    />
  ) : null
