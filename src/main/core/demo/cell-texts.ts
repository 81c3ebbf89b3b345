/** Texts and defaults of demo cells. */
import { POST_KIND_TEXT } from '../../../shared/text/registry.ts'
import type { DemoSpell } from './lives.ts'

export const POST_TEXT = POST_KIND_TEXT

/** County of the employer from which many leave after three insured months. */
export const AGENT_CLAIMING = '330782'

/** A public-welfare post in the home county, before its employer and dates are put in. */
export const WELFARE: Omit<DemoSpell, 'employer' | 'county' | 'from' | 'to' | 'contract'> = {
  agent: null,
  filing: null,
  post: 'public-welfare',
  insured: [],
  rent: undefined,
  monthlyWage: 600,
  wages: new Map(),
  fares: new Map(),
  pointToPoint: false,
}
