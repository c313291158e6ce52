import type { FC } from 'hono/jsx'
import { TIER_NAMES } from '../../../src/engine/types.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { Icon } from '../../../src/ui/icon.tsx'
import { Medal } from '../../../src/ui/medal.tsx'
import { Layout } from '../layout.tsx'
import { FormError, TextField, TimeZoneField, VisibilityField } from '../parts/field.tsx'
import { LocalResult } from '../parts/local-result.tsx'
import { KeptKey, OwnerKey } from '../parts/owner-key.tsx'
import { ScanControl } from '../parts/scan-control.tsx'
import { HistoryInput, UploadControl, UploadProgress } from '../parts/upload-control.tsx'
import { paths } from '../paths.ts'

export interface HomePageProps {
  /** An IANA name: the reader's zone if known. */
  defaultTimeZone: string
  /** Why the submitted form was refused; it is shown again with `values`. */
  error?: { message: string; hint?: string | undefined } | undefined
  values?: { handle?: string; time_zone?: string; visibility?: string; invitation?: string } | undefined
  /** Whether profiles are created by invitation. */
  byInvitation?: boolean
}

const TIER_ICONS = ['flame', 'wand', 'compass', 'crystal', 'rocket'] as const

const STEPS = [
  {
    title: 'Drop the history',
    text: 'Hermes keeps everything it did in one file, state.db. Your browser reads it right here; it never leaves your computer.',
  },
  {
    title: 'See your page',
    text: 'Every session is counted: tool calls, tracebacks, files touched, nights. Your whole page appears, and only you can see it.',
  },
  {
    title: 'Publish, and share the link',
    text: 'Only counts are sent, unless you add your sessions for yourself, and you can check everything first. What you earn stays earned; a newer history adds to it.',
  },
] as const

export const HomePage: FC<HomePageProps> = (props) => (
  <Layout title={t('Laurel: wear what your agent earned')} path={paths.home} script="home">
    <section class="welcome" data-start>
      <h1>{t('Wear what your agent earned')}</h1>
      <p class="lead">
        {t(
          'Laurel reads your Hermes agent’s history and turns it into an achievement page: what it ran, broke, fixed and shipped, from Copper to Olympian. One file in, one link out.',
        )}
      </p>
      <ScanControl id="scan-history" label={t('Drop your state.db here')} />
      <div class="welcome-actions">
        <a class="button button-primary" href="#create" data-without-script>
          {t('Make your page')}
        </a>
        {!props.byInvitation && (
          <form method="post" action={paths.sample}>
            <button class="button" type="submit">
              {t('Try the sample history')} <Icon name="arrow" />
            </button>
          </form>
        )}
      </div>
      <ul class="podium" aria-label={t('The five tiers')}>
        {TIER_NAMES.map((tier, step) => (
          <li>
            <Medal metal={tier} icon={TIER_ICONS[step] ?? 'flame'} />
            <span class={`tier metal-${tier.toLowerCase()}`}>{tier}</span>
          </li>
        ))}
      </ul>
    </section>
    <LocalResult>
      <div data-profile-slot />
      <p class="hint">
        <Sentence
          text="Already have a page? {link} and open the history there."
          with={{ link: <a href={paths.signIn}>{t('Sign in')}</a> }}
        />
      </p>
    </LocalResult>
    <div class="profile" data-local-view />
    <div class="start">
      <CreateForm {...props} />
      <CreatedPanel />
      <section class="steps" aria-labelledby="steps-heading" data-start>
        <h2 id="steps-heading">{t('How it works')}</h2>
        <ol>
          {STEPS.map(({ title, text }) => (
            <li>
              <h3>{t(title)}</h3>
              <p>{t(text)}</p>
            </li>
          ))}
        </ol>
        <p class="hint">
          {t('Already have a page?')} <a href={paths.signIn}>{t('Sign in with your owner key')}</a>
        </p>
      </section>
    </div>
  </Layout>
)

const CreateForm: FC<HomePageProps> = ({ defaultTimeZone, error, values = {}, byInvitation }) => (
  <form
    id="create"
    class="card create"
    method="post"
    action={paths.create}
    aria-labelledby="create-heading"
    data-start
  >
    <h2 id="create-heading">{t('Make your page')}</h2>
    <p class="hint" data-needs-script hidden>
      {t('Or start with an empty page, and fill it from the command line or with an upload.')}
    </p>
    <FormError error={error} />
    <div class="profile-fields" data-profile-fields>
      <TextField
        id="handle"
        name="handle"
        label={t('Handle')}
        prefix="@"
        value={values.handle}
        hint={t('3–39 characters: a–z, 0–9 and hyphens. Part of the link you share.')}
        pattern="[a-z0-9][a-z0-9\-]{1,37}[a-z0-9]"
        minlength={3}
        maxlength={39}
        invalid={error !== undefined}
      />
      <TimeZoneField
        id="time-zone"
        value={values.time_zone ?? defaultTimeZone}
        hint={t('Decides what counts as night and weekend.')}
      />
      <VisibilityField id="visibility" value={values.visibility ?? 'unlisted'} />
      {byInvitation && (
        <TextField
          id="invitation"
          name="invitation"
          label={t('Invitation code')}
          value={values.invitation}
          hint={t('You get one from whoever runs this server.')}
          maxlength={200}
        />
      )}
    </div>
    <div class="field" data-needs-script hidden>
      <label class="drop" for="first-history">
        <Icon name="upload" />
        <span>
          <strong data-chosen>{t('Upload your history')}</strong>
          <span class="hint">
            {t('Sends the whole file, and the server scans it. You can also do this later.')}
          </span>
        </span>
      </label>
      <HistoryInput id="first-history" />
    </div>
    <div data-form-error />
    <button class="button button-primary" type="submit">
      {t('Create my page')}
    </button>
  </form>
)

/** Replaces the form after a script has created the profile: the key, the upload, and the link to the page. */
const CreatedPanel: FC = () => (
  <section id="created" class="card create" aria-labelledby="created-heading" tabindex={-1} hidden>
    <h2 id="created-heading">
      <Sentence text="{page} is yours" with={{ page: <span data-created-handle>{t('Your page')}</span> }} />
    </h2>
    <div data-published role="status" />
    <OwnerKey ownerKey="" recoveryCode="" />
    <div data-first-upload hidden>
      <UploadProgress />
    </div>
    <div data-first-report hidden>
      <div class="upload-progress">
        <progress class="bar" max={100} value={0} aria-label={t('Sessions sent')} hidden />
        <p class="upload-status" role="status" data-send-status />
        <button class="button" type="button" data-send-again hidden>
          {t('Try again')}
        </button>
      </div>
    </div>
    <UploadControl id="next-history" label={t('Choose your history')} />
    <p>
      {t('The link to share:')} <code class="address" data-created-address />
    </p>
    <p class="hint created-note" role="status" data-created-note />
    <KeptKey handle="" ownerKey="" />
  </section>
)
