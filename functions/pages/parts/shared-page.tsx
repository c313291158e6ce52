import type { FC } from 'hono/jsx'
import { inLanguage } from '../../http/language.ts'
import { useAddress } from '../address.ts'
import { previewLocale } from './language-links.tsx'

export interface SharedPageProps {
  title: string
  description: string
  url: string
  /** Image of 1200 × 630 pixels. */
  image: string
  imageAlt: string
  /** Links to the page's feeds and similar: absolute, since WordPress resolves no others. */
  alternates?: readonly { type: string; title: string; href: string }[]
}

/**
 * Metadata for link previews: Open Graph (https://ogp.me) and X’s card tags, and the page’s canonical URL. One that names
 * a language is an address of its own.
 */
export const SharedPage: FC<SharedPageProps> = ({
  title,
  description,
  url,
  image,
  imageAlt,
  alternates = [],
}) => {
  const { locale } = useAddress()
  const canonical = locale === null ? url : inLanguage(url, locale)
  return (
    <>
      <link rel="canonical" href={canonical} />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Laurel" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={canonical} />
      <meta property="og:locale" content={previewLocale()} />
      <meta property="og:image" content={image} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content={imageAlt} />
      <meta name="twitter:card" content="summary_large_image" />
      <meta name="twitter:title" content={title} />
      <meta name="twitter:description" content={description} />
      <meta name="twitter:image" content={image} />
      <meta name="twitter:image:alt" content={imageAlt} />
      {alternates.map(({ type, title: name, href }) => (
        <link rel="alternate" type={type} title={name} href={href} />
      ))}
    </>
  )
}
