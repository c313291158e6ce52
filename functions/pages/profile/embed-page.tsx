import type { FC } from 'hono/jsx'
import { LOCALES, THEME_NAMES } from '../../../src/contract/cards.ts'
import type { Visibility } from '../../../src/contract/profiles.ts'
import { EMBED_KINDS, type EmbedChoice, embedCode, pictureUrl } from '../../../src/ui/embed.ts'
import { paths, type Urls } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { CopyText } from '../parts/copy-text.tsx'
import { SelectField } from '../parts/field.tsx'

export interface EmbedPageProps {
  profile: { handle: string; visibility: Visibility }
  choice: EmbedChoice
  site: Urls
}

const KIND_LABELS = { card: 'Card', trophies: 'Trophies', badge: 'Badge, one line' } as const

const THEMES = ['auto', ...THEME_NAMES].map((name) => ({ value: name, label: name }))

/** The page to configure images for other sites: choose, preview on light and dark, copy. A plain form. */
export const EmbedPage: FC<EmbedPageProps> = ({ profile, choice, site }) => {
  const { handle } = profile
  const { markdown, html, url } = embedCode(site, handle, choice)
  return (
    <Layout title={`Embed @${handle}`} noindex={true} path={paths.embed(handle)} script="embed">
      <div class="embed" id="embed" data-handle={handle} data-origin={site.root}>
        <p class="back">
          <a href={paths.profile(handle)}>@{handle}</a>
        </p>
        <h1>Wear it elsewhere</h1>
        <p class="lead">A picture for a README, a blog or a profile. It stays up to date by itself.</p>
        {profile.visibility === 'private' && (
          <p class="notice">
            This page is private: pictures of it show that there is nothing to see. Make it unlisted or public
            in its settings first.
          </p>
        )}
        <form class="embed-form" method="get" action={paths.embed(handle)}>
          <SelectField
            id="embed-kind"
            name="kind"
            label="Picture"
            value={choice.kind}
            options={EMBED_KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind] }))}
          />
          <SelectField
            id="embed-light"
            name="light"
            label="On light pages"
            value={choice.light}
            options={THEMES}
          />
          <SelectField
            id="embed-dark"
            name="dark"
            label="On dark pages"
            value={choice.dark}
            options={THEMES}
          />
          <SelectField
            id="embed-locale"
            name="locale"
            label="Language"
            value={choice.options.locale ?? ''}
            options={[
              { value: '', label: 'en' },
              ...LOCALES.slice(1).map((name) => ({ value: name, label: name })),
            ]}
          />
          <SelectField
            id="embed-border"
            name="hide_border"
            label="Border"
            value={choice.options.hide_border ?? ''}
            options={[
              { value: '', label: 'with a border' },
              { value: 'true', label: 'without' },
            ]}
          />
          <SelectField
            id="embed-style"
            name="style"
            label="Style of the badge"
            value={choice.options.style ?? ''}
            options={[
              { value: '', label: 'flat' },
              { value: 'flat-square', label: 'flat-square' },
              { value: 'for-the-badge', label: 'for-the-badge' },
            ]}
          />
          <button class="button" type="submit" data-without-script>
            Show it
          </button>
        </form>
        <div class="embed-previews">
          <figure class="on-light">
            <img
              src={pictureUrl(paths, handle, choice, choice.light)}
              alt={`As it looks on light pages: the ${choice.kind} of @${handle}`}
              data-preview="light"
            />
            <figcaption>On light pages</figcaption>
          </figure>
          <figure class="on-dark">
            <img
              src={pictureUrl(paths, handle, choice, choice.dark)}
              alt={`As it looks on dark pages: the ${choice.kind} of @${handle}`}
              data-preview="dark"
            />
            <figcaption>On dark pages</figcaption>
          </figure>
        </div>
        <CopyText id="embed-markdown" label="Markdown, for a README" text={markdown} />
        <CopyText id="embed-html" label="HTML" text={html} />
        <CopyText id="embed-url" label="The picture’s address" text={url} />
      </div>
    </Layout>
  )
}
