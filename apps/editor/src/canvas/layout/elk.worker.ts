// The only place that loads ELK. elk-worker answers `onmessage` itself; this file exists so that the bundler gives it a chunk of
// its own that no page ever imports (E-PERF-20).
import 'elkjs/lib/elk-worker.min.js';
