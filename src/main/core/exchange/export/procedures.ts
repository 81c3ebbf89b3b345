import { type Implementations, query, readerJob, type WriterSteps, write } from '../../procedure.ts'
import { removeProfile, saveProfile } from './own-profiles.ts'
import { listExportProfiles, listExportRuns, previewExport } from './preview-export.ts'
import { changesSince, keepExport, runExport } from './run-export.ts'

/** 报送导出: workbooks for systems that are not ours. */
export const exportProcedures: Implementations = {
  'exports.profiles': query('exports.profiles', listExportProfiles),
  'exports.preview': query('exports.preview', previewExport),
  'exports.changes': query('exports.changes', changesSince),
  'exports.run': readerJob('exports.run', runExport),
  'exports.runs': query('exports.runs', listExportRuns),
  'exports.save': write('exports.save', (context, input) => {
    const { txId, result } = context.ledger.write(
      {
        action: 'exports.save',
        actor: context.actor.name,
        params: { profile: input.id ?? null, basedOn: input.basedOn ?? null },
      },
      (tx) => saveProfile(context, tx, input),
    )
    return { id: result, txId }
  }),
  'exports.remove': write('exports.remove', (context, { id, reason }) => ({
    txId: context.ledger.write(
      { action: 'exports.remove', actor: context.actor.name, params: { profile: id } },
      (tx) => removeProfile(tx, id, reason),
    ).txId,
  })),
}

/** What an export hands to the writer. */
export const exportSteps: Pick<WriterSteps, 'exports.keep'> = { 'exports.keep': keepExport }
