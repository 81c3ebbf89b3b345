import { z } from 'zod'
import { PACK_CHANGES, PACK_TRUST } from '../domain/packs.ts'
import { BENEFICIARY_KINDS, OUTCOMES } from '../domain/policy.ts'
import { fileRef } from './files.ts'
import { explanation } from './policy.ts'
import { dateText, fen, id, job, query, write } from './procedure.ts'

const reason = z.string().trim().min(2, '请写明原因').max(200)

const packDocument = z.object({ id: z.string(), version: z.string(), title: z.string() })

/** What a pack file holds and who signed it, before it is taken in. */
export const packInspection = z.object({
  fileName: z.string(),
  documents: z.array(
    packDocument.extend({
      number: z.string().nullable(),
      inForceFrom: dateText,
      inForceTo: dateText,
      rows: z.int(),
      /** ids of the documents that it ends */
      supersedes: z.array(z.string()),
      /** the version that it stands in for; null: a document that was not there */
      replaces: z.string().nullable(),
    }),
  ),
  issuer: z.string(),
  madeOn: dateText,
  trust: z.enum(PACK_TRUST),
  /** name in the list of trusted signers */
  signer: z.string().nullable(),
  publicKey: z.string().nullable(),
  fingerprint: z.string().nullable(),
  /** file, line, key and fix; a pack with any is not installed */
  problems: z.array(z.string()),
  /** already installed under this id */
  installedAs: id.nullable(),
})
export type PackInspection = z.infer<typeof packInspection>

export const packView = z.object({
  id,
  fileName: z.string(),
  documents: z.array(packDocument),
  issuer: z.string(),
  madeOn: dateText,
  fingerprint: z.string().nullable(),
  signer: z.string().nullable(),
  acceptedReason: z.string().nullable(),
  installedAt: z.string(),
  installedBy: z.string(),
  /** from when it is in force; null: not activated */
  activeFrom: dateText.nullable(),
})
export type PackView = z.infer<typeof packView>

/** A pack file that came with a partner's bundle and that nobody has installed or set aside yet. */
export const receivedPack = z.object({
  id,
  fileName: z.string(),
  /** empty: the partner is none any more */
  partner: z.string(),
  sequence: z.int(),
  receivedAt: z.string(),
  /** null: the file cannot be read, and `problem` says why */
  pack: z
    .object({
      documents: z.array(packDocument),
      issuer: z.string(),
      madeOn: dateText,
      trust: z.enum(PACK_TRUST),
      signer: z.string().nullable(),
    })
    .nullable(),
  problem: z.string().nullable(),
})
export type ReceivedPack = z.infer<typeof receivedPack>

export const packActivationView = z.object({
  id,
  packId: id,
  documents: z.array(packDocument),
  from: dateText,
  reason: z.string(),
  activatedAt: z.string(),
  activatedBy: z.string(),
  withdrawnAt: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
  withdrawnBy: z.string().nullable(),
})
export type PackActivationView = z.infer<typeof packActivationView>

export const packSignerView = z.object({
  id,
  name: z.string(),
  publicKey: z.string(),
  fingerprint: z.string(),
  trustedAt: z.string(),
  trustedBy: z.string(),
})
export type PackSignerView = z.infer<typeof packSignerView>

export const packsOverview = z.object({
  asOf: dateText,
  /** every document that counts on the day, with the version that counts */
  documents: z.array(
    packDocument.extend({
      number: z.string().nullable(),
      inForceFrom: dateText,
      inForceTo: dateText,
      /** the pack that brought it; null: ships with the application */
      packId: id.nullable(),
      /** id of the document that ended it earlier than it says itself */
      endedBy: z.string().nullable(),
    }),
  ),
  /** why the documents cannot be put together; only going back helps then */
  problem: z.string().nullable(),
  packs: z.array(packView),
  /** what came with bundles and waits to be looked at */
  received: z.array(receivedPack),
  activations: z.array(packActivationView),
  signers: z.array(packSignerView),
})
export type PacksOverview = z.infer<typeof packsOverview>

/** Money today and under the other set; cases by what happens to them. */
const changeSums = z.object({
  beforeFen: fen,
  afterFen: fen,
  beforeCount: z.int(),
  afterCount: z.int(),
  gain: z.int(),
  lose: z.int(),
  more: z.int(),
  less: z.int(),
  other: z.int(),
})
export type PackChangeSums = z.infer<typeof changeSums>

export const packChangeRow = z.object({
  key: z.string(),
  change: z.enum(PACK_CHANGES),
  /** rows of one entitlement go together: HLJ-02 and what stands in its place */
  use: z.string(),
  benefitBefore: z.string().nullable(),
  benefitAfter: z.string().nullable(),
  benefitName: z.string(),
  beneficiaryKind: z.enum(BENEFICIARY_KINDS),
  beneficiaryId: z.string(),
  beneficiaryName: z.string(),
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  idMasked: z.string().nullable(),
  countyText: z.string(),
  period: z.string().nullable(),
  outcomeBefore: z.enum(OUTCOMES),
  outcomeAfter: z.enum(OUTCOMES),
  beforeFen: fen,
  afterFen: fen,
  /** one short phrase */
  reason: z.string(),
})
export type PackChangeRow = z.infer<typeof packChangeRow>

export const packChangeFilter = z.object({
  change: z.enum(PACK_CHANGES).optional(),
  use: z.string().max(40).optional(),
  county: z.string().max(6).optional(),
})

export const packPreview = z.object({
  packId: id,
  asOf: dateText,
  /** true: the pack is in force on that day, and the other side is without it */
  back: z.boolean(),
  peopleCount: z.int(),
  totals: changeSums,
  /** those who are paid and would get more or less in all, over everything they get */
  people: z.object({ better: z.int(), worse: z.int() }),
  bodies: z.object({ better: z.int(), worse: z.int() }),
  benefits: z.array(
    changeSums.extend({
      use: z.string(),
      ids: z.array(z.string()),
      name: z.string(),
      status: z.enum(['kept', 'new', 'dropped']),
    }),
  ),
  funds: z.array(z.object({ fund: z.string(), beforeFen: fen, afterFen: fen })),
  counties: z.array(changeSums.extend({ county: z.string(), name: z.string() })),
  /** how many cases match the filter, and the first of them: those who lose come first */
  matching: z.int(),
  rows: z.array(packChangeRow),
  seconds: z.number(),
})
export type PackPreview = z.infer<typeof packPreview>

/** A pack file: one that the clerk chose, or one that came with a bundle. */
const packSource = z
  .object({ token: z.string().optional(), received: id.optional() })
  .refine(({ token, received }) => (token === undefined) !== (received === undefined), {
    message: '请指定一个政策包文件，或一个收到的政策包',
  })

const previewInput = z.object({ packId: id, asOf: dateText, filter: packChangeFilter.default({}) })

export const packs = {
  overview: query('政策包')
    .input(z.object({ asOf: dateText.optional() }))
    .output(packsOverview),
  inspect: job('查看政策包文件', packSource, packInspection, 'reviewer'),
  install: job(
    '安装政策包',
    packSource.safeExtend({
      /** why an unsigned pack, or one of an unknown signer, is taken all the same */
      acceptReason: reason.optional(),
    }),
    z.object({ id, txId: z.string() }),
    'reviewer',
  ),
  /** A pack that came with a bundle is not to be installed. */
  setAside: write('不装收到的政策包', 'reviewer')
    .input(z.object({ id, reason }))
    .output(z.object({ id, txId: z.string() })),
  /** Takes a pack out that is not activated. */
  remove: write('删除政策包', 'reviewer')
    .input(z.object({ id, reason }))
    .output(z.object({ id, txId: z.string() })),
  /** Nothing is stored: both sides are decided afresh. */
  preview: job('启用前看影响', previewInput, packPreview, 'viewer'),
  exportPreview: job('导出政策包影响名单', previewInput, fileRef),
  /** Why a case is as it is, under the documents in force, or under the other side of the preview. */
  explain: query('政策包影响的解释')
    .input(
      z.object({
        packId: id,
        asOf: dateText,
        side: z.enum(['before', 'after']),
        benefit: z.string(),
        personId: id.optional(),
        beneficiaryId: z.string().max(40).optional(),
        period: z.string().optional(),
      }),
    )
    .output(z.array(explanation)),
  activate: write('启用政策包', 'reviewer')
    .input(z.object({ id, from: dateText, reason }))
    .output(z.object({ id, txId: z.string() })),
  /** Going back: as if the pack had never been activated. */
  deactivate: write('退回旧版政策', 'reviewer')
    .input(z.object({ id, reason }))
    .output(z.object({ id, txId: z.string() })),
  /** The number to compare by phone before a key is trusted. */
  fingerprint: query('公钥指纹')
    .input(z.object({ publicKey: z.string().max(100) }))
    .output(z.object({ fingerprint: z.string() })),
  trustSigner: write('信任政策包签发人', 'admin')
    .input(
      z.object({
        name: z.string().trim().min(2, '请写签发单位或人员的名称').max(60),
        publicKey: z.string().max(100),
      }),
    )
    .output(z.object({ id, fingerprint: z.string(), txId: z.string() })),
  removeSigner: write('不再信任政策包签发人', 'admin')
    .input(z.object({ id, reason }))
    .output(z.object({ id, txId: z.string() })),
}
