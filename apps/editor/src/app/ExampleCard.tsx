// An example in the gallery (E-FILE-12): a drawing of its graph from the real projection, title, size, level, what it shows.
import type { ExampleItem } from '@iterion/protocol';
import { useQuery } from '@tanstack/react-query';
import { api } from '../server/api.ts';
import classes from './ExampleCard.module.css';
import { GraphThumbnail } from './GraphThumbnail.tsx';

export function ExampleCard({ item, onOpen }: { readonly item: ExampleItem; readonly onOpen: () => void }) {
  const text = useQuery({
    queryKey: ['example', item.id],
    queryFn: async () => (await api.call('examples.read', { params: { id: item.id } })).text,
  });
  return (
    <button type="button" className={classes['card']} onClick={onOpen}>
      <span className={classes['thumb']}>{text.data === undefined ? null : <GraphThumbnail text={text.data} />}</span>
      <span className={classes['body']}>
        <span className={classes['title']}>{item.title}</span>
        <span className={classes['facts']}>
          {item.nodes} nodes · {item.level}
        </span>
        <span className={classes['description']}>{item.description}</span>
      </span>
    </button>
  );
}
