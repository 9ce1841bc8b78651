// The version that runs record and `version` prints (R-CLI-23).
export const VERSION = '0.1.0';
