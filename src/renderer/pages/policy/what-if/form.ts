import type { Changeable, ScenarioChange, ScenarioInput } from '../../../../shared/contract/scenarios.ts'
import type { DocumentDate, Threshold } from '../../../../shared/domain/scenario.ts'
import { createStore } from '../../../state/store.ts'

/** A value as the form holds it: fen, a number, a code or codes, a day, fen by year. */
export type FormValue = number | string | readonly string[] | Readonly<Record<string, number>>

/** What the clerk has set; what is not set stays as it is. */
export type WhatIfForm = {
  readonly benefit: string | null
  /** by key of what can be changed */
  readonly values: Readonly<Record<string, FormValue>>
  /** amounts and thresholds are otherwise from this day on; null: for the whole time of the document */
  readonly from: string | null
  /** the changed side's day; null: the day in force */
  readonly asOf: string | null
  readonly budgetFen: number | null
  readonly budgetYear: number | null
}

export const EMPTY_FORM: WhatIfForm = {
  benefit: null,
  values: {},
  from: null,
  asOf: null,
  budgetFen: null,
  budgetYear: null,
}

/** Outlives a visit to another page, so that a look at a person loses nothing. */
export const whatIfForm = createStore<WhatIfForm>(EMPTY_FORM)

/** The scenario that the form describes; `null` while no benefit is chosen. */
export function scenarioOf(
  form: WhatIfForm,
  changeable: readonly Changeable[],
  baseDay: string,
): ScenarioInput | null {
  if (form.benefit === null) return null
  const changes = changeable.flatMap((one) => {
    const value = form.values[one.key]
    return value === undefined || same(value, one.value) ? [] : [changeOf(one, value, form.from)]
  })
  return {
    benefits: [form.benefit],
    changes,
    baseDay,
    asOf: form.asOf ?? baseDay,
    budget: form.budgetFen === null ? null : { amountFen: form.budgetFen, year: form.budgetYear, fund: null },
  }
}

function changeOf(one: Changeable, value: FormValue, day: string | null): ScenarioChange {
  const from = day === null ? {} : { from: day }
  switch (one.kind) {
    case 'amount':
    case 'ceiling':
      return { kind: one.kind, benefit: one.target, amountFen: Number(value), ...from }
    case 'threshold':
      return {
        kind: 'threshold',
        benefit: one.target,
        threshold: one.part as Threshold,
        value: Number(value),
        ...from,
      }
    case 'parameter':
      return {
        kind: 'parameter',
        parameter: one.target,
        value: Array.isArray(value) ? [...value] : (value as number | string),
      }
    case 'standard':
      return Array.isArray(value)
        ? { kind: 'standard', key: one.target, codes: [...value] }
        : { kind: 'standard', key: one.target, byYear: { ...(value as Record<string, number>) } }
    case 'document':
      return { kind: 'document', document: one.target, date: one.part as DocumentDate, value: String(value) }
  }
}

/** The form that a kept scenario came from. */
export function formOf(scenario: ScenarioInput): WhatIfForm {
  const values: Record<string, FormValue> = {}
  let from: string | null = null
  for (const change of scenario.changes ?? []) {
    if ('from' in change && change.from !== undefined) from = change.from
    switch (change.kind) {
      case 'amount':
      case 'ceiling':
        values[`${change.benefit}.${change.kind}`] = change.amountFen
        break
      case 'threshold':
        values[`${change.benefit}.${change.threshold}`] = change.value
        break
      case 'parameter':
        values[change.parameter] = change.value
        break
      case 'standard':
        values[change.key] = change.codes ?? change.byYear ?? {}
        break
      case 'document':
        values[`${change.document}.${change.date}`] = change.value
    }
  }
  return {
    benefit: scenario.benefits[0] ?? null,
    values,
    from,
    asOf: scenario.asOf === scenario.baseDay ? null : scenario.asOf,
    budgetFen: scenario.budget?.amountFen ?? null,
    budgetYear: scenario.budget?.year ?? null,
  }
}

/** A list in another order says the same. */
function same(a: FormValue, b: Changeable['value']): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && [...a].sort().join() === [...b].sort().join()
  return a === b
}
