import { type FileRef, fileRef } from '../../../shared/contract/files.ts'
import { client } from '../../client.ts'
import { finishedJob } from '../../state/jobs.ts'

/** Takes an attachment out of the ledger, checked against its hash. The caller forgets the token when it is done. */
export async function openAttachment(id: string): Promise<FileRef> {
  const { jobId } = await client.attachments.open({ id })
  return fileRef.parse(await finishedJob(jobId))
}
