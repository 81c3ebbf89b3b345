import { z } from 'zod'
import { GUARDED_FIELDS, SCOPE_GROUPS } from '../domain/sync-scope.ts'
import { fileRef } from './files.ts'
import { countyCode, id, job, query, write } from './procedure.ts'

const reason = z.string().trim().min(2, '请写明原因').max(200)
/** a key card as text, with whatever stands around it */
const cardText = z.string().max(20_000)
/** the forty digits as they were heard by phone; spaces do not count */
const heard = z.string().max(200)

/** What a partner may receive. */
export const syncScope = z.strictObject({
  counties: z.union([z.literal('all'), z.array(countyCode).max(3000)]),
  by: z.enum(['home', 'work', 'either']),
  groups: z.array(z.enum(SCOPE_GROUPS)),
  fields: z.array(z.enum(GUARDED_FIELDS)),
})

export const PARTNER_KINDS = ['office', 'platform'] as const
export const PARTNER_STATES = ['trusted', 'replaced', 'revoked'] as const

export const partnerView = z.object({
  id,
  name: z.string(),
  kind: z.enum(PARTNER_KINDS),
  ledgerId: z.string(),
  /** eight groups of five digits */
  fingerprint: z.string(),
  /** replaced: a newer key of the same office is in use; files it signed before still count */
  state: z.enum(PARTNER_STATES),
  trustedAt: z.string(),
  trustedBy: z.string(),
  revokedAt: z.string().nullable(),
  revokedBy: z.string().nullable(),
  revokedReason: z.string().nullable(),
  /** the entry whose key this one took the place of */
  replaces: id.nullable(),
  scope: syncScope,
  note: z.string().nullable(),
})
export type PartnerView = z.infer<typeof partnerView>

export const ownCard = z.object({
  office: z.string(),
  /** the card as one line */
  text: z.string(),
  fingerprint: z.string(),
  madeAt: z.string(),
  /** how many former keys still open files */
  retired: z.int(),
})
export type OwnCard = z.infer<typeof ownCard>

export const partnersOverview = z.object({
  /** null: no keys were made yet */
  own: ownCard.nullable(),
  partners: z.array(partnerView),
})
export type PartnersOverview = z.infer<typeof partnersOverview>

export const cardInspection = z.object({
  kind: z.enum(PARTNER_KINDS),
  name: z.string(),
  ledgerId: z.string(),
  fingerprint: z.string(),
  /** ourselves: our own card; known: this key is trusted; revoked: it was; other: the office is known by another key */
  standing: z.enum(['new', 'ourselves', 'known', 'revoked', 'other']),
  /** the entry that this key is of, or that it would take the place of */
  partner: partnerView.nullable(),
  /** the former key of that entry signed this card: it is taken without another call */
  vouchedFor: z.boolean(),
})
export type CardInspection = z.infer<typeof cardInspection>

const done = z.object({ id, txId: z.string() })

export const partners = {
  overview: query('伙伴与钥匙').output(partnersOverview),
  makeKeys: write('制作本单位钥匙').output(ownCard),
  /** Former keys go on opening files; partners need the new card. */
  replaceKeys: write('更换本单位钥匙', 'admin').input(z.object({ reason })).output(ownCard),
  readCard: query('查看钥匙卡')
    .input(z.object({ card: cardText }))
    .output(cardInspection),
  trust: write('登记交换伙伴', 'admin')
    .input(
      z.object({
        card: cardText,
        fingerprint: heard,
        /** what this office calls it; without: what the card says */
        name: z.string().trim().min(1).max(80).optional(),
        scope: syncScope.optional(),
        note: z.string().trim().max(200).optional(),
      }),
    )
    .output(done),
  /** A new key of a known office. Without the fingerprint only where the former key vouches for it. */
  replace: write('登记伙伴的新钥匙', 'admin')
    .input(z.object({ id, card: cardText, fingerprint: heard.optional() }))
    .output(done),
  revoke: write('停用伙伴的钥匙', 'admin').input(z.object({ id, reason })).output(done),
  setScope: write('设定给伙伴的范围', 'admin')
    .input(z.object({ id, scope: syncScope, note: z.string().trim().max(200).nullable().optional() }))
    .output(done),
  printCard: job('打印钥匙卡', z.object({}), fileRef, 'viewer'),
  /** From the bundle itself, whoever made it. */
  printCover: job('打印交换文件封面', z.object({ token: z.string() }), fileRef, 'viewer'),
}
