import { Call } from "./call.client.js";

export default function CallPage() {
  return <Call />;
}
