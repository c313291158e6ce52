import type { FC } from 'hono/jsx'
import type { AchievementsPayload } from '../../../src/contract/achievements.ts'
import type { SignIns } from '../../../src/contract/owner-key.ts'
import type { Visibility } from '../../../src/contract/profiles.ts'
import type { Pulls } from '../../../src/contract/pulls.ts'
import type { Sources } from '../../../src/contract/sources.ts'
import type { Webhooks } from '../../../src/contract/webhooks.ts'
import { t } from '../../../src/language/language.ts'
import { Icon } from '../../../src/ui/icon.tsx'
import { PANELS } from '../../../src/urls.ts'
import { SelectField, TextField, TimeZoneField, VisibilityField } from '../parts/field.tsx'
import { LocalResult } from '../parts/local-result.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { ScanControl, UpdateControl } from '../parts/scan-control.tsx'
import { paths } from '../paths.ts'
import { HermesPanel } from './hermes-panel.tsx'
import { Histories } from './histories.tsx'
import { type IdentityLimits, IdentityPanel } from './identity-panel.tsx'
import { KeySettings } from './key-settings.tsx'
import { Panel, Tool } from './panel.tsx'
import { WebhookPanel } from './webhooks.tsx'

export interface OwnerBarProps {
  profile: {
    handle: string
    time_zone: string
    unknown_time_zone?: string | undefined
    visibility: Visibility
    listed?: boolean | undefined
    sync_to_insights?: boolean | undefined
  }
  hasSnapshot: boolean
  sources: Sources
  pulls: Pulls
  webhooks: Webhooks
  signIns: SignIns
  view: AchievementsPayload
  /** How much may be said of whose page it is. */
  identityLimits: IdentityLimits
  /** Absolute URL of the page. */
  page: string
  /** Unix seconds. */
  now: number
}

const NOTE_ONE = 'Badges you have already earned stay.' as const
const NOTE_SEVERAL =
  'This is one history on its own. On your page it joins the others, and badges you have already earned stay.' as const

/**
 * Shown to the owner only: where to go, how to bring the page up to date, who may see it, and a menu of the rest. All
 * but the second are plain links and forms.
 */
export const OwnerBar: FC<OwnerBarProps> = (props) => {
  const { profile, hasSnapshot, sources } = props
  const names = sources.sources.map(({ name }) => name)
  const detailed = sources.sources.filter(({ has_details }) => has_details).map(({ name }) => name)
  return (
    <section class="owner" aria-label={t('Owner tools')}>
      <div class="owner-head">
        <OwnerNav handle={profile.handle} current="page" />
        {hasSnapshot && <UpdateControl id="scan-history" />}
        <div class="tools">
          <VisibilityPanel {...profile} />
          <Manage {...props} />
        </div>
      </div>
      {!hasSnapshot && <ScanControl id="scan-history" label={t('Drop your state.db here')} />}
      <LocalResult note={t(names.length > 1 ? NOTE_SEVERAL : NOTE_ONE)} source={names[0]} detailed={detailed}>
        <PublishSource names={names} />
      </LocalResult>
    </section>
  )
}

const Manage: FC<OwnerBarProps> = (props) => {
  const { profile, hasSnapshot, sources, pulls, webhooks, signIns, view, identityLimits, page, now } = props
  const { handle } = profile
  return (
    <Panel icon="settings" label={t('Manage')}>
      {hasSnapshot && sources.sources.some(({ kind }) => kind === 'scanned') && (
        <form method="post" action={paths.ownerAction(handle, 'rescan')}>
          <button class="tool" type="submit">
            <Icon name="refresh" /> {t('Rescan')}
          </button>
        </form>
      )}
      <IdentityPanel
        handle={handle}
        page={page}
        view={view}
        isPrivate={profile.visibility === 'private'}
        limits={identityLimits}
        now={now}
      />
      <Histories handle={handle} sources={sources} pulls={pulls} now={now} />
      <WebhookPanel handle={handle} webhooks={webhooks} now={now} />
      <HermesPanel handle={handle} />
      <a class="tool" href={paths.embed(handle)}>
        <Icon name="embed" /> {t('Embed')}
      </a>
      <Exports handle={handle} />
      <Settings
        handle={handle}
        timeZone={profile.time_zone}
        unknownZone={profile.unknown_time_zone}
        live={profile.sync_to_insights === true}
        signIns={signIns}
      />
    </Panel>
  )
}

const VISIBILITY_LABELS = { private: 'Private', unlisted: 'Unlisted', public: 'Public' } as const

const VisibilityPanel: FC<OwnerBarProps['profile']> = ({ handle, visibility, listed }) => (
  <Panel icon={visibility} label={t(VISIBILITY_LABELS[visibility])}>
    <form class="panel-form" method="post" action={paths.ownerAction(handle, 'settings')}>
      <VisibilityField id="settings-visibility" value={visibility} />
      <SelectField
        id="settings-listed"
        name="listed"
        label={t('Explore')}
        value={listed ? 'yes' : 'no'}
        options={[
          { value: 'no', label: t('Leave my page out') },
          { value: 'yes', label: t('List my page') },
        ]}
        hint={t('Shows handle and badges of public pages to all who browse this site.')}
      />
      <button class="button button-primary" type="submit">
        {t('Save')}
      </button>
    </form>
  </Panel>
)

const Settings: FC<{
  handle: string
  timeZone: string
  /** The zone that the owner chose, if this server does not know it. */
  unknownZone: string | undefined
  live: boolean
  signIns: SignIns
}> = ({ handle, timeZone, unknownZone, live, signIns }) => (
  <Tool icon="settings" label={t('Settings')}>
    <div class="tool-body" id={PANELS.settings}>
      <h2 class="sr-only">{t('Settings')}</h2>
      <form class="panel-form" method="post" action={paths.ownerAction(handle, 'settings')}>
        <TimeZoneField
          id="settings-time-zone"
          value={timeZone}
          hint={
            unknownZone === undefined
              ? t(
                  'Decides what counts as night and weekend, and on which day you earned a badge. You can change it once a week.',
                )
              : t('This server doesn’t know {zone}, so it uses UTC.', { zone: unknownZone })
          }
        />
        <SelectField
          id="settings-live-reports"
          name="live_reports"
          label={t('Live sessions')}
          value={live ? 'kept' : 'dropped'}
          options={[
            { value: 'dropped', label: t('Ignore') },
            { value: 'kept', label: t('Accept') },
          ]}
          hint={t(
            'Sessions that agents report while they run. They show in your lists and insights only and earn no badges.',
          )}
        />
        <button class="button button-primary" type="submit">
          {t('Save')}
        </button>
      </form>
      <form class="panel-form" method="post" action={paths.ownerAction(handle, 'recount')}>
        <p class="hint">
          {t(
            'Badges stay even if your counts drop. If you added someone else’s history, or the same one twice, a recount keeps only what your histories support. You can check what would go first.',
          )}
        </p>
        <button class="button" type="submit">
          {t('Recount…')}
        </button>
      </form>
      <KeySettings handle={handle} timeZone={timeZone} signIns={signIns} />
      <DeleteForm handle={handle} />
    </div>
  </Tool>
)

const Exports: FC<{ handle: string }> = ({ handle }) => (
  <Tool icon="download" label={t('Export')}>
    <ul class="tool-body exports">
      <Download href={paths.exportApi(handle, 'markdown')} name="Markdown" hint={t('all badges in tables')} />
      <Download href={paths.exportApi(handle, 'svg')} name="SVG" hint={t('all badges in one picture')} />
      <Download
        href={paths.exportApi(handle, 'json')}
        name="JSON"
        hint={t('full data; your copy names the sessions')}
      />
      <Download
        href={paths.archiveApi(handle)}
        name={t('ZIP archive')}
        hint={t('everything stored, including your histories; for you alone')}
      />
    </ul>
  </Tool>
)

const Download: FC<{ href: string; name: string; hint: string }> = ({ href, name, hint }) => (
  <li>
    <a href={href} download="">
      {name}
    </a>{' '}
    <span class="hint">{hint}</span>
  </li>
)

const DeleteForm: FC<{ handle: string }> = ({ handle }) => (
  <form class="panel-form danger" method="post" action={paths.ownerAction(handle, 'delete')}>
    <h3>{t('Delete this page')}</h3>
    <p>{t('This deletes the page, its histories and all its badges for good.')}</p>
    <TextField
      id="delete-confirm"
      name="confirm"
      label={t('Type {handle} to confirm', { handle })}
      pattern={handle}
    />
    <button class="button button-danger" type="submit">
      {t('Delete {page}', { page: `@${handle}` })}
    </button>
  </form>
)

/** Chooses which of several histories to replace. */
const PublishSource: FC<{ names: readonly string[] }> = ({ names }) =>
  names.length > 1 ? (
    <SelectField
      id="publish-source"
      name="source"
      label={t('Replaces')}
      value={names[0] ?? ''}
      options={names.map((name) => ({ value: name, label: name }))}
    />
  ) : null
