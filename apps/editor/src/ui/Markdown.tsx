// Markdown of a run as React elements (S-SEC-07): no HTML, no images from anywhere, links only to http, https and mail.
import ReactMarkdown, { defaultUrlTransform } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './Markdown.module.css';

const plugins = [remarkGfm];

export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={classes['markdown']}>
      <ReactMarkdown
        skipHtml
        remarkPlugins={plugins}
        disallowedElements={['img']}
        urlTransform={(url) => (/^(https?|mailto):/i.test(url) ? defaultUrlTransform(url) : '')}
        components={{
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noopener noreferrer">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
