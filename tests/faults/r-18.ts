import type { Fault } from "./support/fault";

const fault: Fault = {
  id: "R-18",
  title: "disk full for uploads",
  obstacle: () => "no upload is kept on a disk of its own yet: pictures of people stand in the database",
  run: async () => {},
};
export default fault;
