import { readFileSync } from "node:fs";

/** Loaded into an application process: its wall clock is off by what a file says, read five times a second. */
const Real = Date;
let offset = 0;
const read = () => {
  offset = Number(readFileSync(process.env.FAULTS_CLOCK_FILE, "utf8")) || 0;
};
read();
setInterval(read, 200).unref();

globalThis.Date = class ShiftedDate extends Real {
  constructor(...parts) {
    if (parts.length === 0) super(Real.now() + offset);
    else super(...parts);
  }
  static now() {
    return Real.now() + offset;
  }
};
