import { describe, expect, it } from 'vitest'
import { oEmbed } from '../../src/feeds/oembed.ts'
import { urls } from '../../src/urls.ts'
import { open, unlocked } from '../pages/made-views.ts'

const site = urls({ origin: 'https://laurel.example' })
const card = {
  handle: 'ada',
  unlocked: 2,
  total: 60,
  badge: null,
  site,
  maxWidth: undefined,
  maxHeight: undefined,
}

describe('the picture of an oEmbed answer', () => {
  it.each([
    ['none', {}, [1200, 630]],
    ['a width', { maxWidth: 300 }, [300, 157]],
    ['a height', { maxHeight: 63 }, [120, 63]],
    ['both', { maxWidth: 600, maxHeight: 63 }, [120, 63]],
    ['more than it has', { maxWidth: 5000 }, [1200, 630]],
    ['a pixel', { maxWidth: 1 }, [1, 1]],
  ])('fits, thumbnail and all, within what the site has room for: %s', (_room, room, [width, height]) => {
    expect(oEmbed({ ...card, ...room })).toMatchObject({
      ...{ width, height, thumbnail_width: width, thumbnail_height: height },
      ...{ url: 'https://laurel.example/@ada/og.png', thumbnail_url: 'https://laurel.example/@ada/og.png' },
    })
  })

  it('is named by what the badge’s page says, earned or not', () => {
    const named = [unlocked('one', 'Gold'), unlocked('two', null), open('three')].map((badge) => {
      const { title, url } = oEmbed({ ...card, badge })
      return [title, url]
    })
    const picture = 'https://laurel.example/@ada/og.png?achievement='
    expect(named).toEqual([
      ['@ada earned Name of one in Gold.', `${picture}one`],
      ['@ada earned Name of two.', `${picture}two`],
      ['@ada is working on Name of three.', `${picture}three`],
    ])
  })
})
