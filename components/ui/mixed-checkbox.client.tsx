"use client";

import { type ComponentProps, useEffect, useRef } from "react";
import { Checkbox } from "./choice";

/** A box over other boxes: ticked, empty, or a dash for some of them. */
export function MixedCheckbox({ mixed, ...rest }: ComponentProps<typeof Checkbox> & { mixed: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = mixed;
  }, [mixed]);
  return <Checkbox ref={input} {...rest} />;
}
