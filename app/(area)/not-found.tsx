import { NotFoundState } from "@/components/auth/not-found-state";
import { findActor } from "@/lib/server/actor";
import { Nowhere } from "../nowhere";

export { nowhereMetadata as generateMetadata } from "../nowhere";

/** Inside the frame of the personal area; the frame is there only for people who are signed in (see layout.tsx). */
export default async function AreaNotFound() {
  return (await findActor()) ? <NotFoundState /> : <Nowhere />;
}
