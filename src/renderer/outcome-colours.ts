import type { Outcome } from '../shared/domain/policy.ts'

/** Ink, ground and line of one outcome's tag. `ground` is `null` where the tag is an outline on the page. */
export type OutcomeColours = { ink: string; ground: string | null; line: string; sign: string }
export type Mode = 'light' | 'dark'

/** Beside the words, so that an outcome is told without colour. */
const SIGNS: Readonly<Record<Outcome, string>> = {
  eligible: '✓',
  discretionary: '◆',
  pending: '◔',
  'needs-standard': '¥',
  undetermined: '?',
  ineligible: '✗',
  'already-granted': '●',
  closed: '⊘',
  delegated: '→',
}

type Triple = readonly [ink: string, ground: string | null, line: string]

const LIGHT: Readonly<Record<Outcome, Triple>> = {
  eligible: ['#17642a', '#e4f4e8', '#93cda2'],
  discretionary: ['#1d4f9e', '#e6eefb', '#a5c1ee'],
  pending: ['#0a5d69', '#dcf3f6', '#86ccd5'],
  'needs-standard': ['#5f2d9c', '#f0e8fa', '#c5a8ea'],
  undetermined: ['#8a4300', '#ffefdd', '#efb377'],
  ineligible: ['#565b63', '#eff0f2', '#cdd1d7'],
  'already-granted': ['#14532d', null, '#14532d'],
  closed: ['#66401f', '#f3ebe3', '#cdb49c'],
  delegated: ['#434a54', null, '#8a929c'],
}

const DARK: Readonly<Record<Outcome, Triple>> = {
  eligible: ['#8fdca2', '#12331b', '#2c6b3d'],
  discretionary: ['#9dc2ff', '#152a4d', '#2f5596'],
  pending: ['#7fdbe6', '#0d3238', '#1f6a75'],
  'needs-standard': ['#cfb0ff', '#2d1c4d', '#5d3d96'],
  undetermined: ['#ffbd80', '#3d2508', '#84501a'],
  ineligible: ['#b3b9c1', '#2a2d31', '#474c53'],
  'already-granted': ['#7cc48f', null, '#4d9964'],
  closed: ['#d8b796', '#33261a', '#6e5136'],
  delegated: ['#b8bfc8', null, '#6b737d'],
}

/** The one place that says how an outcome looks. */
export function outcomeColours(outcome: Outcome, mode: Mode): OutcomeColours {
  const [ink, ground, line] = (mode === 'light' ? LIGHT : DARK)[outcome]
  return { ink, ground, line, sign: SIGNS[outcome] }
}
