export { Nowhere as default, nowhereMetadata as generateMetadata } from "../nowhere";
