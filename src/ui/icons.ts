import {
  AlarmClock,
  Antenna,
  Anvil,
  AppWindow,
  ArrowLeftRight,
  ArrowRight,
  AudioLines,
  Bot,
  BrainCircuit,
  Bug,
  CalendarDays,
  Camera,
  Check,
  CircleAlert,
  ClockFading,
  Code,
  Coffee,
  Cog,
  Compass,
  Container,
  Copy,
  Database,
  DatabaseZap,
  Download,
  DraftingCompass,
  EllipsisVertical,
  Eye,
  EyeOff,
  Feather,
  FileSearch,
  Flame,
  FlaskConical,
  FolderOpen,
  Footprints,
  Gem,
  GitBranch,
  GitCompareArrows,
  GlassWater,
  Grape,
  Grid3x3,
  Hammer,
  HeartHandshake,
  KeyRound,
  Landmark,
  Languages,
  Lock,
  LockKeyhole,
  LogOut,
  MapPinned,
  MoonStar,
  MountainSnow,
  MousePointerClick,
  Origami,
  Pencil,
  Pin,
  Plug,
  Puzzle,
  Pyramid,
  Quote,
  RefreshCw,
  Rewind,
  Rocket,
  RotateCcw,
  Route,
  Router,
  ScrollText,
  Search,
  Settings2,
  Shell,
  Ship,
  Skull,
  Sparkles,
  SquareCode,
  SquareTerminal,
  Stethoscope,
  Telescope,
  Trash,
  TriangleAlert,
  Upload,
  WandSparkles,
  Waypoints,
  Webhook,
  Weight,
  Wine,
  Wrench,
  X,
} from 'lucide-static' // prettier-ignore

/** Icons by name, each the markup inside a 24 × 24 Lucide icon (lucide-static, ISC licence). */

/** Icons of badges whose entry in the catalog names one that another badge has, so that no two look the same. */
const OWN_ICONS = new Map(
  Object.entries({
    claude_confidant: 'handshake',
    config_surgeon: 'stethoscope',
    five_model_flight: 'glass',
    gemini_cartographer: 'map',
    model_sommelier: 'grape',
    open_weights_pilgrim: 'weight',
    provider_polyglot: 'languages',
    rebase_acrobat: 'compare',
    screenshot_hunter: 'camera',
    test_suite_tamer: 'flask',
    toolset_cartographer: 'route',
  }),
)

/** The icons that badges have. */
const BADGE_ICONS = new Map(
  Object.entries({
    antenna: Antenna,
    anvil: Anvil,
    avalanche: MountainSnow,
    blueprint: DraftingCompass,
    branch: GitBranch,
    browser: AppWindow,
    cache: DatabaseZap,
    calendar: CalendarDays,
    camera: Camera,
    clock: AlarmClock,
    codex: SquareCode,
    colon: EllipsisVertical,
    compare: GitCompareArrows,
    compass: Compass,
    container: Container,
    crystal: Gem,
    daemon: Cog,
    dragon: Origami,
    eye: Eye,
    flame: Flame,
    flask: FlaskConical,
    folder: FolderOpen,
    glass: GlassWater,
    grape: Grape,
    hammer_scroll: Hammer,
    handshake: HeartHandshake,
    key: KeyRound,
    languages: Languages,
    lock: Lock,
    map: MapPinned,
    marathon: Footprints,
    melting_clock: ClockFading,
    moon: MoonStar,
    needle: Pin,
    nodes: Waypoints,
    package_skull: Skull,
    palace: Landmark,
    pencil: Pencil,
    pixel: Grid3x3,
    plug: Plug,
    prism: Pyramid,
    puzzle: Puzzle,
    quote: Quote,
    restart: RotateCcw,
    rewind: Rewind,
    rocket: Rocket,
    route: Route,
    router: Router,
    scroll: ScrollText,
    secret: LockKeyhole,
    ship: Ship,
    spark_cursor: MousePointerClick,
    spiral: Shell,
    stethoscope: Stethoscope,
    swap: ArrowLeftRight,
    terminal: SquareTerminal,
    wand: WandSparkles,
    warning: TriangleAlert,
    wave: AudioLines,
    weight: Weight,
    wine: Wine,
  }),
)

const CATEGORY_ICONS = new Map(
  Object.entries({
    'Agent Autonomy': Bot,
    'Debugging Chaos': Bug,
    'Vibe Coding': Sparkles,
    'Hermes Native': Feather,
    'Research/Web': Telescope,
    'Tool Mastery': Wrench,
    'Model Lore': BrainCircuit,
    Lifestyle: Coffee,
  }),
)

const CONTROL_ICONS = {
  alert: CircleAlert,
  arrow: ArrowRight,
  check: Check,
  close: X,
  copy: Copy,
  download: Download,
  embed: Code,
  history: FileSearch,
  histories: Database,
  key: KeyRound,
  private: LockKeyhole,
  public: Eye,
  refresh: RefreshCw,
  search: Search,
  settings: Settings2,
  sign_out: LogOut,
  trash: Trash,
  unlisted: EyeOff,
  upload: Upload,
  webhooks: Webhook,
} as const

export type ControlIcon = keyof typeof CONTROL_ICONS

/** Returns the name of the icon that a badge is drawn with. */
export function iconOf({ id, icon }: { id: string; icon: string }): string {
  return OWN_ICONS.get(id) ?? icon
}

/** Returns the shapes of a badge's icon, or undefined for a name that no badge has. */
export function badgeIcon(name: string): string | undefined {
  return shapes(BADGE_ICONS.get(name))
}

/** Returns the shapes of a category's icon, or undefined for an unknown category. */
export function categoryIcon(category: string): string | undefined {
  return shapes(CATEGORY_ICONS.get(category))
}

export function controlIcon(name: ControlIcon): string | undefined {
  return shapes(CONTROL_ICONS[name])
}

function shapes(svg: string | undefined): string | undefined {
  const inner = svg?.match(/<svg[^>]*>([\s\S]*)<\/svg>/)?.[1]
  return inner?.replace(/\s*\n\s*/g, '')
}
