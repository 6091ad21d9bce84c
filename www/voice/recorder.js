/** The microphone: records until it is paused or ended, and tells how loud it is. */

/** The first that the browser records, all of which the server takes. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
const ENDINGS = /** @type {Record<string, string>} */ ({ 'audio/webm': 'webm', 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' });
const BITS_PER_SECOND = 32_000;
const DIGITS = 48;
/** How often loudness is measured. */
const TICK_MS = 60;

export class Recorder {
  /** Loudnesses so far, 0 to 1. @type {number[]} */
  levels = [];
  /** @type {Blob[]} */
  #parts = [];
  #took = 0;
  #since = 0;
  #stream;
  #media;
  #audio = new AudioContext();
  #meter;
  #timer;

  /** @param {MediaStream} stream @param {() => void} heard after each measure */
  constructor(stream, heard) {
    this.#stream = stream;
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#media = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
    this.#media.ondataavailable = ({ data }) => data.size && this.#parts.push(data);
    this.#meter = this.#audio.createAnalyser();
    this.#meter.fftSize = 1024;
    this.#audio.createMediaStreamSource(stream).connect(this.#meter);
    const samples = new Float32Array(this.#meter.fftSize);
    this.#timer = setInterval(() => {
      if (this.paused) return;
      this.#meter.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // Speech is quiet as a number: its root is drawn.
      this.levels.push(Math.min(1, Math.sqrt(Math.sqrt(power)) * 1.4));
      heard();
    }, TICK_MS);
    this.#media.start();
    this.#since = performance.now();
  }

  get paused() {
    return this.#media.state !== 'recording';
  }

  get ms() {
    return this.#took + (this.paused ? 0 : performance.now() - this.#since);
  }

  pause() {
    if (this.paused) return;
    this.#took = this.ms;
    this.#media.pause();
  }

  resume() {
    if (this.#media.state !== 'paused') return;
    this.#since = performance.now();
    this.#media.resume();
  }

  /** What there is so far, to be listened to. */
  async preview() {
    if (this.#media.state !== 'inactive') {
      const here = new Promise((told) => this.#media.addEventListener('dataavailable', told, { once: true }));
      this.#media.requestData();
      await here;
    }
    return new Blob(this.#parts, { type: this.#media.mimeType });
  }

  /** The recording as a file, with what it tells of itself. @param {string} name */
  async end(name) {
    this.pause();
    const ms = Math.round(this.ms);
    if (this.#media.state !== 'inactive') {
      const over = new Promise((told) => (this.#media.onstop = told));
      this.#media.stop();
      await over;
    }
    this.free();
    const type = this.#media.mimeType.split(';')[0];
    const file = new File(this.#parts, `${name}.${ENDINGS[type] ?? 'webm'}`, { type });
    return Object.assign(file, { durationMs: ms, waveform: this.#waveform() });
  }

  /** Of equal parts the loudest moment, against the loudest of all. */
  #waveform() {
    const most = Math.max(0.08, ...this.levels);
    const count = Math.max(1, Math.min(DIGITS, this.levels.length));
    return Array.from({ length: count }, (_, at) => {
      const part = this.levels.slice(Math.floor((at * this.levels.length) / count), Math.floor(((at + 1) * this.levels.length) / count));
      return Math.round((Math.max(0, ...part) / most) * 15).toString(16);
    }).join('');
  }

  /** The microphone is let go. */
  free() {
    clearInterval(this.#timer);
    if (this.#media.state !== 'inactive') this.#media.stop();
    this.#stream.getTracks().forEach((track) => track.stop());
    if (this.#audio.state !== 'closed') this.#audio.close();
  }
}
