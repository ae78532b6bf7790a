import type { Fault } from "./support/fault";

const fault: Fault = {
  id: "R-20",
  title: "huge uploads, cut off at 99 %, a byte a second",
  obstacle: () => "no upload exists yet: no route takes a file and no table names one",
  run: async () => {},
};
export default fault;
