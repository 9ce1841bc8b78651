// Attack classes 5, 16, 17: foreign readers, markup injection, served content. Every response carries these headers (S-SEC-06); no
// `Access-Control-*` header is ever set (S-SEC-05).

const POWERS = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];
const PERMISSIONS = [...POWERS.map((power) => `${power}=()`), 'clipboard-read=()', 'clipboard-write=(self)'].join(', ');

/** `socketOrigin`: `ws://host:port` of the request, when its Host passed the check. */
export function securityHeaders(socketOrigin: string | null): Readonly<Record<string, string>> {
  const connect = socketOrigin === null ? "'self'" : `'self' ${socketOrigin}`;
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' blob: data:",
      "font-src 'self'",
      `connect-src ${connect}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
  };
}
