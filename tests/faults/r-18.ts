import type { Fault } from "./support/fault";

const fault: Fault = {
  id: "R-18",
  title: "disk full for uploads",
  obstacle: () => "no upload exists yet: no route takes a file and no table names one",
  run: async () => {},
};
export default fault;
