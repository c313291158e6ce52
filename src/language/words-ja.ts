import badges from './catalogues/ja/badges.json'
import documents from './catalogues/ja/documents.json'
import owner from './catalogues/ja/owner.json'
import pages from './catalogues/ja/pages.json'
import records from './catalogues/ja/records.json'
import scripts from './catalogues/ja/scripts.json'
import sets from './catalogues/ja/sets.json'
import ui from './catalogues/ja/ui.json'
import type { Catalogue } from './language.ts'

export default {
  ...badges,
  ...documents,
  ...owner,
  ...pages,
  ...records,
  ...scripts,
  ...sets,
  ...ui,
} satisfies Catalogue
