import badges from './catalogues/zh/badges.json'
import documents from './catalogues/zh/documents.json'
import owner from './catalogues/zh/owner.json'
import pages from './catalogues/zh/pages.json'
import records from './catalogues/zh/records.json'
import scripts from './catalogues/zh/scripts.json'
import sets from './catalogues/zh/sets.json'
import ui from './catalogues/zh/ui.json'
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
