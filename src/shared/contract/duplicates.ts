import { z } from 'zod'
import { FIELDS_OF_KIND } from '../domain/duplicate-fields.ts'
import {
  BODY_REASONS,
  DUPLICATE_KINDS,
  DUPLICATE_VERDICTS,
  LIKELIHOODS,
  PERSON_REASONS,
  REASONS_AGAINST,
} from '../domain/duplicates.ts'
import { dateText, id, job, page, pageInput, query, write } from './procedure.ts'

const kind = z.enum(DUPLICATE_KINDS)
const reason = z.enum([...PERSON_REASONS, ...BODY_REASONS, ...REASONS_AGAINST])
const field = z.enum([...new Set(Object.values(FIELDS_OF_KIND).flat())])
/** of a clerk, kept with the decision */
const note = z.string().trim().max(200).default('')

const pair = z.object({ kind, firstId: id, secondId: id })

/** One of the two records in a list: who, and what tells them apart. */
const pairSide = z.object({ id, title: z.string(), detail: z.string() })

export const pairView = pair.extend({
  /** 0 to 100 */
  score: z.int(),
  likelihood: z.enum(LIKELIHOODS),
  reasons: z.array(z.object({ reason, points: z.int(), on: dateText.optional(), text: z.string() })),
  first: pairSide,
  second: pairSide,
  /** what was decided last, and by whom; null: nothing yet */
  verdict: z
    .object({
      verdict: z.enum(DUPLICATE_VERDICTS),
      note: z.string().nullable(),
      at: z.string(),
      by: z.string(),
    })
    .nullable(),
})
export type PairView = z.infer<typeof pairView>

/** What a merge does besides the chosen fields. */
export const mergeEffects = z.object({
  /** records that go over, by what they are */
  moved: z.array(z.object({ text: z.string(), count: z.int() })),
  /** records that become one with one that says the same */
  joined: z.array(z.object({ text: z.string(), count: z.int() })),
  /** insured, rented and training months that come in */
  months: z.int(),
  /** fields in which records that become one differ; the kept record's stays */
  differing: z.int(),
  /** claims that are held, since both records used the same entitlement */
  holds: z.array(z.object({ claimId: id, number: z.string(), reason: z.string() })),
  /** entitlements that were granted to both already */
  grantedTwice: z.int(),
  /** fields of the kept record that change */
  fields: z.array(z.string()),
})
export type MergeEffects = z.infer<typeof mergeEffects>

const comparedField = z.object({
  field,
  label: z.string(),
  /** in words; ID numbers and accounts masked; null: unknown */
  first: z.string().nullable(),
  second: z.string().nullable(),
  /** both know it, and not the same */
  differs: z.boolean(),
  /** where the two are masked alike and differ: what of it differs */
  hint: z.string().nullable(),
  /** can be typed anew */
  typed: z.boolean(),
  /** taken where nobody chooses */
  usual: z.enum(['first', 'second']),
})
export type ComparedField = z.infer<typeof comparedField>

export const pairDetail = pairView.extend({
  fields: z.array(comparedField),
  /** what stands on each, by what it is: 务工经历 3 */
  holdings: z.array(z.object({ text: z.string(), first: z.int(), second: z.int() })),
})
export type PairDetail = z.infer<typeof pairDetail>

/** Fields by where they come from; what is left out is taken from whoever knows it. */
export const mergeInput = z.object({
  kind,
  keepId: id,
  otherId: id,
  choices: z
    .partialRecord(field, z.union([z.enum(['keep', 'other']), z.object({ typed: z.string().max(500) })]))
    .default({}),
  note,
})

export const lookResult = z.object({
  kinds: z.array(
    z.object({
      kind,
      records: z.int(),
      compared: z.int(),
      found: z.int(),
      seconds: z.number(),
    }),
  ),
})
export type LookResult = z.infer<typeof lookResult>

export const mergeAllResult = z.object({
  /** records merged into another */
  merged: z.int(),
  effects: mergeEffects,
  /** null: a preview, or there was nothing to do */
  txId: z.string().nullable(),
  seconds: z.number(),
})
export type MergeAllResult = z.infer<typeof mergeAllResult>

export const PAIR_STATES = ['open', 'later', 'different'] as const

export const duplicates = {
  /** Per kind: the latest look, and how many pairs stand where. */
  summary: query('查重概况')
    .input(z.object({}))
    .output(
      z.array(
        z.object({
          kind,
          /** null: nobody has looked yet */
          look: z.object({ madeAt: z.string(), madeBy: z.string(), records: z.int() }).nullable(),
          open: z.int(),
          later: z.int(),
          different: z.int(),
          /** records that could be merged at once: same ID number and same name */
          sameNumberAndName: z.int(),
        }),
      ),
    ),
  /** Looks through all records of these kinds; what it finds is kept until the next look. */
  look: job(
    '查重',
    z.object({
      kinds: z
        .array(kind)
        .min(1)
        .default([...DUPLICATE_KINDS]),
    }),
    lookResult,
  ),
  list: query('疑似重复')
    .input(
      z
        .object({
          kind: kind.default('person'),
          state: z.enum(PAIR_STATES).default('open'),
          likelihood: z.enum(LIKELIHOODS).optional(),
          /** pairs of this record only */
          recordId: id.optional(),
        })
        .extend(pageInput),
    )
    .output(page(pairView)),
  /** Two records side by side. */
  show: query('对照重复').input(pair).output(pairDetail),
  /** What a merge would do. */
  preview: query('合并预览').input(mergeInput).output(mergeEffects),
  merge: write('合并重复档案')
    .input(mergeInput)
    .output(z.object({ txId: z.string(), effects: mergeEffects })),
  /** 不是同一个, 以后再看, or take either back (`open`). */
  decide: write('查重决定')
    .input(
      z.object({
        pairs: z.array(pair).min(1).max(1000),
        verdict: z.enum(['different', 'later', 'open']),
        note,
      }),
    )
    .output(z.object({ txId: z.string(), decided: z.int() })),
  /** Merges all people of one ID number and one name, or says what that would do. One transaction. */
  mergeAll: job('合并身份证号和姓名都相同的', z.object({ dryRun: z.boolean() }), mergeAllResult, 'reviewer'),
}
