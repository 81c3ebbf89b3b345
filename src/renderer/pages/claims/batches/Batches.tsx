import { useParams } from 'react-router'
import { BatchList } from './BatchList.tsx'
import { BatchPage } from './BatchPage.tsx'

/** 批次: the list, and at `/claims/batches/:part` the workspace of one. */
export function Batches() {
  const { part } = useParams()
  return part === undefined ? <BatchList /> : <BatchPage key={part} id={part} />
}
