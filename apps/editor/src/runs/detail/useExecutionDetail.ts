// What the server knows of one execution, read once and again when `moved` changes. Null until it is read; what cannot be read is not shown,
// as a run may just be removed and the server may be away.
import type { ExecutionDetail } from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { ApiError, api } from '../../server/api.ts';

export function useExecutionDetail(
  runId: string,
  execution: string,
  moved: string | null = null,
): ExecutionDetail | null {
  const [detail, setDetail] = useState<ExecutionDetail | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    api
      .call('runs.execution', { params: { id: runId, eid: execution }, signal: abort.signal })
      .then(setDetail, (error: unknown) => {
        if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
      });
    return () => abort.abort();
  }, [runId, execution, moved]);
  return detail;
}
