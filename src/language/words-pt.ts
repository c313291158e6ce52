import badges from './catalogues/pt/badges.json'
import documents from './catalogues/pt/documents.json'
import owner from './catalogues/pt/owner.json'
import pages from './catalogues/pt/pages.json'
import records from './catalogues/pt/records.json'
import scripts from './catalogues/pt/scripts.json'
import sets from './catalogues/pt/sets.json'
import ui from './catalogues/pt/ui.json'
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
