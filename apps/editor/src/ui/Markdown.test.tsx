// What a hostile text becomes on the page (S-SEC-07, S-SEC-T16).
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Markdown } from './Markdown.tsx';

const page = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);

test('S-SEC-07 S-SEC-T16 HTML in Markdown is left out, not rendered', () => {
  for (const text of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b onclick="alert(1)">b</b>',
    '<svg><script>1</script></svg>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<!--><img src=x onerror=alert(1)>-->',
    '<style>*{display:none}</style>',
  ]) {
    expect(page(text), text).not.toMatch(/<(?!\/?(?:div|p|em|strong|code)\b)|\son\w+=|alert\(1\)"/i);
  }
});

test('S-SEC-07 S-SEC-T16 links lead to http, https and mail only, without a way back', () => {
  const targets: readonly [string, string][] = [
    ['https://example.com/a', 'https://example.com/a'],
    ['http://example.com/', 'http://example.com/'],
    ['mailto:a@example.com', 'mailto:a@example.com'],
    ['javascript:alert(1)', ''],
    ['JaVaScRiPt:alert(1)', ''],
    ['&#106;avascript:alert(1)', ''],
    ['data:text/html,x', ''],
    ['vbscript:x', ''],
    ['file:///etc/passwd', ''],
    ['/api/session', ''],
    ['//evil.example', ''],
    ['#code=x', ''],
  ];
  for (const [target, expected] of targets) {
    const html = page(`[text](<${target}>)`);
    expect(/href="([^"]*)"/.exec(html)?.[1] ?? '', target).toBe(expected);
    expect(html, target).toContain('rel="noopener noreferrer"');
  }
});

test('S-SEC-07 S-SEC-T16 no image is fetched', () => {
  expect(page('![a](https://evil.example/pixel.png "t")')).not.toContain('evil.example');
  expect(page('![a][r]\n\n[r]: https://evil.example/pixel.png')).not.toContain('<img');
});
