import { App } from 'antd'
import { useCallback } from 'react'
import { useNavigate } from 'react-router'
import { client } from '../client.ts'
import { problemOf } from '../components/problem.ts'

/** Opens the page that the number on a paper stands for; says so where there is none. */
export function useOpenPaper(): (number: string) => Promise<boolean> {
  const navigate = useNavigate()
  const { message } = App.useApp()
  return useCallback(
    async (number) => {
      try {
        const { kind, id } = await client.claims.byNumber({ number })
        navigate(kind === 'claim' ? `/claims/one/${encodeURIComponent(id)}` : `/claims/batches/${id}`)
        return true
      } catch (error) {
        message.warning(problemOf(error).text, 6)
        return false
      }
    },
    [message, navigate],
  )
}
