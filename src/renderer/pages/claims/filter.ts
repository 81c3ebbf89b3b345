import type { z } from 'zod'
import type { claimsFilter } from '../../../shared/contract/claims.ts'
import { CLAIM_STATES, type ClaimState } from '../../../shared/domain/claim-states.ts'
import { OUTSIDE_STATES } from '../../../shared/domain/outside-results.ts'
import { CLAIM_STATE_TEXT, OUTSIDE_STATE_TEXT } from '../../../shared/text/claims.ts'

export type ClaimsFilter = z.input<typeof claimsFilter>

/**
 * The filter of claims as an address carries it: `benefit`, `state`, `step`, `held` and `printed` (1 or 0), `overdue`
 * (a day: the term was over before it), `outside` (where it stands with the other system), `homeCounty`, `batch`, `person`, `search`.
 */
export function filterOf(params: URLSearchParams): ClaimsFilter {
  const filter: ClaimsFilter = { search: params.get('search') ?? '' }
  const benefit = params.get('benefit')
  if (benefit) filter.benefit = benefit
  const state = params.get('state')
  if (isState(state)) filter.state = state
  const step = params.get('step')
  if (step) filter.step = step
  const held = yesOrNo(params.get('held'))
  if (held !== undefined) filter.held = held
  const overdue = params.get('overdue')
  if (overdue && /^\d{4}-\d{2}-\d{2}$/.test(overdue)) filter.overdueOn = overdue
  const printed = yesOrNo(params.get('printed'))
  if (printed !== undefined) filter.printed = printed
  const outside = OUTSIDE_STATES.find((one) => one === params.get('outside'))
  if (outside) filter.outside = outside
  const county = params.get('homeCounty')
  if (county) filter.homeCounty = county
  const batch = params.get('batch')
  if (batch) filter.batchId = batch
  const sent = params.get('sent')
  if (sent) filter.sentWith = sent
  const person = params.get('person')
  if (person) filter.personId = person
  const organisation = params.get('organisation')
  if (organisation) filter.organisationId = organisation
  return filter
}

/** The address of the same filter, for a door to it. */
export function addressOf(filter: ClaimsFilter): string {
  const params = new URLSearchParams()
  const put = (key: string, value: string | undefined) => {
    if (value) params.set(key, value)
  }
  put('search', filter.search)
  put('benefit', filter.benefit)
  put('state', filter.state)
  put('step', filter.step)
  if (filter.held !== undefined) params.set('held', filter.held ? '1' : '0')
  put('overdue', filter.overdueOn)
  if (filter.printed !== undefined) params.set('printed', filter.printed ? '1' : '0')
  put('outside', filter.outside)
  put('homeCounty', filter.homeCounty)
  put('batch', filter.batchId)
  put('sent', filter.sentWith)
  put('person', filter.personId)
  put('organisation', filter.organisationId)
  return params.toString()
}

/** Names that an address does not carry. */
export type ChipNames = {
  readonly benefit: (id: string) => string
  readonly step: (id: string) => string
  readonly county: (code: string) => string
  readonly organisation: (id: string) => string
}

/** What each condition says, in words; `key` is its name in the address. */
export function chipsOf(filter: ClaimsFilter, names: ChipNames): { key: string; text: string }[] {
  const chips: { key: string; text: string }[] = []
  const say = (key: string, text: string) => chips.push({ key, text })
  if (filter.benefit) say('benefit', `项目：${names.benefit(filter.benefit)}`)
  if (filter.state) say('state', `状态：${CLAIM_STATE_TEXT[filter.state]}`)
  if (filter.step) say('step', `停在“${names.step(filter.step)}”`)
  if (filter.held !== undefined) say('held', filter.held ? '正在暂缓' : '没有暂缓')
  if (filter.overdueOn) say('overdue', `${filter.overdueOn} 前应办未办`)
  if (filter.printed !== undefined) say('printed', filter.printed ? '已打印' : '未打印')
  if (filter.outside) say('outside', OUTSIDE_STATE_TEXT[filter.outside])
  if (filter.homeCounty) say('homeCounty', `户籍在 ${names.county(filter.homeCounty)}`)
  if (filter.batchId) say('batch', '某一批次里的')
  if (filter.sentWith) say('sent', '随某一批次报送的')
  if (filter.personId) say('person', '某一个人的')
  if (filter.organisationId) say('organisation', `单位：${names.organisation(filter.organisationId)}`)
  return chips
}

/** Keys of the address that are conditions. */
export const FILTER_KEYS = [
  'benefit',
  'state',
  'step',
  'held',
  'overdue',
  'printed',
  'outside',
  'homeCounty',
  'batch',
  'sent',
  'person',
  'organisation',
] as const

function isState(text: string | null): text is ClaimState {
  return (CLAIM_STATES as readonly (string | null)[]).includes(text)
}

function yesOrNo(text: string | null): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined
}
