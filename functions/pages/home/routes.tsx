import { type Context, Hono } from 'hono'
import { CreateProfileSchema, SAMPLE_PREFIX } from '../../../src/contract/profiles.ts'
import { isTimeZone } from '../../../src/engine/time-zone.ts'
import { LaurelError } from '../../../src/errors.ts'
import { LOCALES, localeOf } from '../../../src/language/language.ts'
import { ROUTES } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { formFields } from '../../http/form-fields.ts'
import { byInvitation } from '../../http/invitation.ts'
import { keepLanguage, withoutLanguage } from '../../http/language.ts'
import { handleTyped, keyProof, signIn, signOut } from '../../http/owner-key.ts'
import { creatorOf, rateLimit } from '../../http/rate-limit.ts'
import { invalidForm } from '../../http/validation.ts'
import { createProfile } from '../../profile/lifecycle.ts'
import { receiveSample } from '../../profile/receive-sample.ts'
import { htmlPage } from '../html-page.tsx'
import { SignInPage } from '../profile/sign-in.tsx'
import { CreatedPage } from './created.tsx'
import { HomePage, type HomePageProps } from './page.tsx'

const SAMPLE_ASSET = ROUTES.asset('sample.db.gz')

/** Refusals that another try with the same form may overcome. */
const SHOWN_IN_FORM: ReadonlySet<string> = new Set(['handle_taken', 'invitation_needed', 'creation_limited'])

/** The front page, and the forms that lead to a profile's page. */
export const siteRoutes = new Hono<AppEnv>()
  .get(ROUTES.home, (c) => htmlPage(c, <HomePage {...visitorsHome(c)} />))
  .post(ROUTES.create, rateLimit('strict'), async (c) => {
    const values = await formFields(c, 'handle', 'time_zone', 'visibility', 'invitation')
    const shown = (error: LaurelError) =>
      htmlPage(c, <HomePage {...visitorsHome(c)} error={error} values={values} />, error.status)
    const wanted = CreateProfileSchema.safeParse(values)
    if (!wanted.success) return shown(invalidForm(wanted.error))
    try {
      const { profile, ...secrets } = await createProfile(c.env, c.var.config, wanted.data, {
        network: creatorOf(c),
      })
      await signIn(c, profile.handle, await keyProof(secrets.ownerKey))
      return htmlPage(c, <CreatedPage handle={profile.handle} site={c.var.urls} {...secrets} />, 201)
    } catch (error) {
      if (error instanceof LaurelError && SHOWN_IN_FORM.has(error.code)) return shown(error)
      throw error
    }
  })
  .post(ROUTES.language, rateLimit('write'), async (c) => {
    const { language } = await formFields(c, 'language')
    const locale = localeOf(language)
    if (locale === null) throw new LaurelError('invalid_request', `Laurel speaks ${LOCALES.join(', ')}.`)
    keepLanguage(c, locale)
    const from = withoutLanguage(c.req.header('Referer'), new URL(c.req.url).origin)
    return c.redirect(from ?? c.var.paths.home, 303)
  })
  .post(ROUTES.sample, rateLimit('strict'), async (c) => {
    const sample = await c.env.ASSETS.fetch(new URL(SAMPLE_ASSET, c.req.url))
    if (!sample.ok || !sample.body) throw new Error('The sample history is not among the assets.')
    const wanted = {
      handle: `${SAMPLE_PREFIX}${crypto.randomUUID().slice(0, 8)}`,
      time_zone: 'UTC',
      visibility: 'unlisted' as const,
    }
    const expiresAt = Date.now() / 1000 + c.var.config.SAMPLE_TTL_SECONDS
    const { profile, ownerKey } = await createProfile(c.env, c.var.config, wanted, {
      expiresAt,
      network: creatorOf(c),
    })
    await receiveSample(c.env, c.var.config, profile, sample.body)
    await signIn(c, profile.handle, await keyProof(ownerKey))
    return c.redirect(c.var.paths.profile(profile.handle), 303)
  })
  .get(ROUTES.signIn, (c) => htmlPage(c, <SignInPage handle={c.req.query('handle')} />))
  .post(ROUTES.signIn, rateLimit('key'), async (c) => {
    const fields = await formFields(c, 'handle', 'owner_key')
    const handle = handleTyped(fields.handle)
    if ((await signIn(c, handle, await keyProof(fields.owner_key.trim()))) === null) {
      const error = {
        message: 'Handle and key don’t match.',
        hint: 'The key was shown once, when you created the page or replaced the key.',
      }
      return htmlPage(c, <SignInPage error={error} handle={handle} />, 403)
    }
    return c.redirect(c.var.paths.profile(handle), 303)
  })
  .post(ROUTES.signOut, rateLimit('write'), async (c) => {
    await signOut(c)
    return c.redirect(c.var.paths.signedOut, 303)
  })

function visitorsHome(c: Context<AppEnv>): HomePageProps {
  return { defaultTimeZone: visitorTimeZone(c), byInvitation: byInvitation(c.env) }
}

/** Returns the visitor's time zone as the platform guesses it from the connection, else UTC. */
function visitorTimeZone(c: Context<AppEnv>): string {
  const guess: unknown = c.req.raw.cf?.timezone
  return typeof guess === 'string' && isTimeZone(guess) ? guess : 'UTC'
}
